import { type RestateEngine, serveSteps, serveWorkflows } from "@stepspan/restate";
import { type Run, workflow } from "stepspan";
import { z } from "zod";

const texts = z.array(z.string());

/** What of an engine starts runs and finds them. */
export type Starter = Pick<RestateEngine, "run" | "resume" | "runs">;

// #region workflows
/** Counts the characters of one part. */
export const part = workflow("part-of-count", { input: texts })
  .map("lengths", { over: ({ input }) => input, params: { text: ({ item }) => item }, run: ({ text }) => text.length })
  .returns(({ stepSpan }) => stepSpan("lengths").output.reduce((sum, length) => sum + length, 0));

/** Counts those of a whole list: each part of it is a run of its own. */
export const whole = workflow("count", { input: z.object({ texts, ofPart: z.number() }) })
  .resources<{ engine: Starter }>()
  .map("parts", {
    pool: "starters", // its workers mostly wait: they can have many slots
    over: ({ input: { texts, ofPart } }) =>
      Array.from({ length: Math.ceil(texts.length / ofPart) }, (_, at) => texts.slice(at * ofPart, (at + 1) * ofPart)),
    params: { texts: ({ item }) => item },
    retry: { attempts: 3 },
    run: async ({ texts }, { resources, idempotencyKey }) =>
      z.number().parse((await runOfPart(resources.require("engine"), texts, idempotencyKey)).output),
  })
  .returns(({ stepSpan }) => stepSpan("parts").output.reduce((sum, length) => sum + length, 0));

/** Begins the run, or finds it where an attempt before this one has begun it, whose worker was lost. */
async function runOfPart(engine: Starter, texts: readonly string[], runId: string): Promise<Run> {
  const known = await engine.runs.get(runId);
  if (known === undefined) return engine.run(part, [...texts], { runId });
  return known.finishedAt === null ? (await engine.resume(runId)).result : known;
}
// #endregion

/** The workers and orchestrators of both workflows; only the steps that start runs need the engine. */
export async function serveTree(engine: Starter, adminUrl: string, concurrency = 256) {
  const endpoints = await Promise.all([
    serveWorkflows({ workflows: [part, whole], resources: { engine: null }, port: 0 }),
    serveSteps({ workflows: [part], port: 0 }),
    serveSteps({ workflows: [whole], pools: ["starters"], resources: { engine }, concurrency, port: 0 }),
  ]);
  for (const endpoint of endpoints) await endpoint.register({ adminUrl, force: true });
  return endpoints;
}
