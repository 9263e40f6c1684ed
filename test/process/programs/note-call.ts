import { appendFileSync } from "node:fs";
import type { StepContext } from "stepspan";
import type { Call } from "../body-calls.ts";

const id = `${process.pid} ${performance.timeOrigin}`; // ids of processes come again

/** Notes a call of a body in a file, at once: it is there whatever happens to this process. */
export function noteCall(notes: string, { run, path: step, attempt, idempotencyKey: key }: StepContext): void {
  const time = performance.timeOrigin + performance.now();
  const [root = ""] = run.id.split("/"); // a child run is named by its place below the run
  const call: Call = { run: root, step, attempt, key, time, process: id };
  appendFileSync(notes, `${JSON.stringify(call)}\n`);
}
