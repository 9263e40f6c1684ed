/** Measures one engine, in a process of its own: gets a job as its first parameter, and sends messages to its parent. */
import { WrongResultError } from "./checked-run.ts";
import type { Engine } from "./engine.ts";
import { takeHeap } from "./heap.ts";
import type { Cell, Failure, Job, Message } from "./job.ts";
import { takeTimes } from "./samples.ts";
import { takeCalls } from "./steps.ts";

const job = JSON.parse(process.argv[2] ?? "") as Job; // written by measureInProcess
let measured: Cell | null = null;

try {
  const begun = performance.now();
  const { engine } = (await import(job.engine)) as { engine: Engine }; // each of these files exports one
  const { name, version, passesValues, keepsRecords, usage, without } = engine;
  const description = { name, version, passesValues, keepsRecords, usage, without };
  await say({ kind: "engine", description, importMs: performance.now() - begun });
  for (const cell of job.cells) {
    if (without.includes(cell.shape)) continue;
    measured = cell;
    await say({ kind: "begun", cell });
    const times = await takeTimes(engine, cell, job.pace);
    await say({ kind: "times", cell, times });
    if (job.measuresHeap && !times.isCold) await say({ kind: "heap", cell, heap: await takeHeap(engine, cell) });
    takeCalls();
  }
} catch (error) {
  await say({ kind: "failure", cell: measured, failure: failureOf(error) });
}
process.exit();

/** Settles when the message has left, since the process ends after the last one. */
function say(message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

function failureOf(error: unknown): Failure {
  if (error instanceof WrongResultError) return { kind: "wrong", message: error.message };
  return { kind: "error", message: String(error) };
}
