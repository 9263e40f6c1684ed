import { randomUUID } from "node:crypto";
import { createRestateEngine, type RestateEngine } from "@stepspan/restate";
import { expect, it, onTestFinished } from "vitest";
import { part, type Starter, serveTree, whole } from "../../packages/examples/src/many-machines/tree-of-runs.ts";
import { sharedServer } from "./support/shared-server.ts";

/** An engine that fails so often once it has started a run, as if the worker that asked were lost. */
function forgetful(engine: RestateEngine, failures: number): Starter {
  let left = failures;
  const run = async (...given: Parameters<RestateEngine["start"]>) => {
    const handle = engine.start(...given);
    if (left-- <= 0) return handle.result;
    for await (const { type } of handle.events) if (type === "run-started") break;
    throw new Error("The worker was lost.");
  };
  return { run: run as Starter["run"], resume: engine.resume.bind(engine) as Starter["resume"], runs: engine.runs };
}

it("has each part done by a run of its own, once, also when an attempt that started it is lost", async () => {
  const { ingressUrl, adminUrl } = await sharedServer();
  await using engine = createRestateEngine<{ engine: Starter }>({ ingressUrl, adminUrl });
  for (const endpoint of await serveTree(forgetful(engine, 3), adminUrl)) onTestFinished(() => endpoint.close());
  const texts = Array.from({ length: 25 }, (_, index) => "x".repeat(index));
  const runId = `tree-${randomUUID()}`;
  const run = await engine.run(whole, { texts, ofPart: 4 }, { runId });
  expect(run.output).toBe(300);
  expect(run.span("parts").items).toHaveLength(7);
  const attempts = run.span("parts").items.flatMap((item) => item.attempts);
  expect(attempts).toHaveLength(10); // three were lost
  const parts = (await engine.runs.list({ workflow: part.name })).filter((listed) => listed.runId.startsWith(runId));
  expect(parts.map(({ status }) => status)).toEqual(Array(7).fill("succeeded"));
});
