/**
 * One of two processes that share a file of runs. It prints what happens in the steps of its runs; a step that waits
 * ends well when the process is told "go". When it is told "further", it runs one more run and says how much room it has.
 * Parameters: file of runs, and the ids of the runs that it begins.
 */
import { createInterface } from "node:readline";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, type StepContext, workflow } from "stepspan";
import { print } from "./print.ts";
import { roomOf } from "./room-of.ts";
import { stopWhenTold } from "./stop-when-told.ts";

const [path = "", ...runIds] = process.argv.slice(2);
const told = Promise.withResolvers<void>();

/** Waits until the process is told to go on. */
async function wait(_params: object, { run, signal }: StepContext): Promise<string> {
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => {
    print({ aborted: run.id });
    aborted.reject(signal.reason);
  });
  print({ called: run.id });
  await Promise.race([told.promise, aborted.promise]);
  return `by ${process.pid}`;
}

/** The same, and writes to the journal all the time. */
async function waitAndWrite(params: object, context: StepContext): Promise<string> {
  const writing = setInterval(() => context.log.info("still here"), 100);
  try {
    return await wait(params, context);
  } finally {
    clearInterval(writing);
  }
}

const waiting = workflow("waiting")
  .step("before", { run: () => 1 })
  .step("wait", { dependsOn: ["before"], run: wait });
const writing = workflow("writing").step("wait", { run: waitAndWrite });
const further = workflow("further").step("work", { run: () => "done" });

const store = sqliteStore(path);
const engine = createEngine({
  store,
  workflows: [waiting, writing],
  recover: true,
  leaseTerm: "2s",
  concurrency: 4,
  queues: { narrow: { concurrency: 2 } },
});
stopWhenTold(engine, store);

createInterface({ input: process.stdin }).on("line", async (line) => {
  if (line === "go") return told.resolve();
  print({ further: (await engine.run(further)).output, room: await roomOf(engine, 4, "narrow", 2) });
});

print("ready");
for (const runId of runIds) {
  const { result } = engine.start(runId.startsWith("writing") ? writing : waiting, undefined, { runId });
  result.then(
    ({ status }) => print({ ended: runId, status }),
    ({ name, message }: Error) => print({ ended: runId, name, message }),
  );
}
