/**
 * One of several processes that share a file of runs: begins those of its share that are not there yet, recovers those
 * of others, and notes every call of a body in a file, until it is killed or told to stop. When it is told "fill", it
 * prints how many steps at once it then has room for.
 * Parameters: file of runs, file of notes, number of its first run, how many runs, durability.
 */
import { createInterface } from "node:readline";
import { type Durability, sqliteStore } from "@stepspan/sqlite";
import { createEngine, RunError, type StepContext, workflow } from "stepspan";
import { noteCall } from "./note-call.ts";
import { print } from "./print.ts";
import { roomOf } from "./room-of.ts";
import { stopWhenTold } from "./stop-when-told.ts";

const [path, notes, first, count, durability = "process"] = process.argv.slice(2) as [string, string, string, string];
const note = (context: StepContext) => noteCall(notes, context);

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
  .step("b", { dependsOn: ["a"], queue: "narrow", run: work })
  .step("c", { dependsOn: ["a"], queue: "narrow", run: work })
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
  leaseTerm: "10s",
  maxRecoveries: Infinity,
  concurrency: 16,
  queues: { narrow: { concurrency: 4 } },
});
stopWhenTold(engine, store);
// It waits for the work of others, too, for as long as its input is open.
createInterface({ input: process.stdin }).on("line", async () =>
  print({ room: await roomOf(engine, 16, "narrow", 4) }),
);

/** Cancelled runs are meant to be, and a process that is slow loses some to the other. */
function complain(error: Error): void {
  const isMeant = error instanceof RunError || error.name === "RunLeftError" || / its lease \(/.test(error.message);
  if (!isMeant) console.error(error);
}

print("ready");
for (let number = Number(first); number < Number(first) + Number(count); number++) {
  const runId = `run-${number}`;
  if ((await store.runs.get(runId)) !== null) continue;
  const handle = engine.start(pipeline, undefined, { runId });
  handle.result.catch(complain);
  if (number % 10 === 0) setTimeout(() => handle.cancel("one in ten"), 10);
  if (number % 8 === 7) await handle.result.catch(() => undefined);
}
