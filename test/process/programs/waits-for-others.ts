/**
 * A run that waits for an event, in a process that has nothing else to do. Parameters: file of runs; "pause" for a run
 * that is paused.
 */
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, defineEvent, RunLeftError, workflow } from "stepspan";
import { print } from "./print.ts";

const [path = "", task] = process.argv.slice(2);
const waiting = workflow("waiting")
  .wait("answer", { event: defineEvent("answer") })
  .step("last", { dependsOn: ["answer"], run: () => "done" });

const store = sqliteStore(path);
const engine = createEngine({ store });
const handle = engine.start(waiting, undefined, { runId: "run-1" });
if (task === "pause") await handle.pause();
const error = await handle.result.catch((thrown: unknown) => thrown);
print(error instanceof RunLeftError ? error.message : "another end");
await engine.close();
print(await store.runs.get("run-1"));
store.close();
