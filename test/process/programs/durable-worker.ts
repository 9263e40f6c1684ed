/**
 * One of several processes that share a file of runs: begins those of its share that are not there yet, recovers those
 * of others, and notes every call of a body in a file, until it is killed or told to stop.
 * Parameters: file of runs, file of notes, number of its first run, how many runs.
 */
import { appendFileSync } from "node:fs";
import { type Durability, sqliteStore } from "@stepspan/sqlite";
import { createEngine, type StepContext, workflow } from "stepspan";
import { print } from "./print.ts";

const [path, notes, first, count, durability = "process"] = process.argv.slice(2) as [string, string, string, string];

function note({ run, path: step, attempt, idempotencyKey: key }: StepContext): void {
  const time = performance.timeOrigin + performance.now();
  const [root] = run.id.split("/"); // a child run is named by its place below the run
  appendFileSync(notes, `${JSON.stringify({ run: root, step, attempt, key, time })}\n`);
}

/** Takes a moment, so that there is something to be killed in. */
async function work(_params: object, context: StepContext): Promise<string> {
  note(context);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
  return context.step;
}

function failOnce(_params: object, context: StepContext): string {
  note(context);
  if (context.attempt === 1) throw new Error("the first attempt fails");
  return "second attempt";
}

const never = () => false;

/** Twelve steps, with a retry, a sleep, a skip, a finaliser, a map and a child run. */
const pipeline = workflow("pipeline")
  .step("a", { run: work })
  .step("b", { dependsOn: ["a"], run: work })
  .step("c", { dependsOn: ["a"], run: work })
  .step("flaky", { dependsOn: ["a"], retry: { attempts: 3, delay: 5 }, run: failOnce })
  .sleep("nap", 20)
  .step("rested", { dependsOn: ["nap"], run: work })
  .step("skipped", { when: never, run: work })
  .map("each", { over: () => [1, 2, 3], concurrency: 2, run: (_item, context) => work({}, context as StepContext) })
  .subflow("below", { workflow: workflow("below").step("inner", { run: work }) })
  .step("joined", {
    params: { b: ({ stepSpan }) => stepSpan("b").output, c: ({ stepSpan }) => stepSpan("c").output },
    run: work,
  })
  .step("last", { dependsOn: ["joined", "flaky", "rested", "each", "below"], run: work })
  .step("finally", { always: true, dependsOn: ["last"], run: work });

const store = sqliteStore(path, { durability: durability as Durability });
const engine = createEngine({
  store,
  workflows: [pipeline],
  recover: true,
  leaseTerm: "1s",
  maxRecoveries: Infinity,
  concurrency: 16,
});
process.on("SIGTERM", async () => {
  await engine.close();
  store.close();
  process.exit(0);
});
setInterval(() => undefined, 1000); // it waits for the work of others, too

print("ready");
for (let number = Number(first); number < Number(first) + Number(count); number++) {
  const runId = `run-${number}`;
  if ((await store.runs.get(runId)) !== null) continue;
  const handle = engine.start(pipeline, undefined, { runId });
  handle.result.catch(() => undefined);
  if (number % 10 === 0) setTimeout(() => handle.cancel("one in ten"), 10);
  if (number % 8 === 7) await handle.result.catch(() => undefined);
}
