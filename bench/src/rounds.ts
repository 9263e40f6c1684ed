import { join } from "node:path";
import { type Form, titleOf } from "./forms.ts";
import type { Cell, Job, Message } from "./job.ts";
import { measureInProcess, usualMemoryMegabytes } from "./measure-in-process.ts";
import { cellOf, type Measured, note, unmeasured } from "./measurement.ts";

/** The engines, by the names of their files; the order is that of the table. */
export const engineIds: readonly string[] = [
  "counters",
  "promises",
  "p-queue-9",
  "p-queue-10",
  "stepspan",
  "p-graph",
  "effect-for-each",
  "effect-fibers",
  "async-auto",
  "graphai",
  "mastra-foreach",
  "mastra-parallel",
  "langgraph",
];

/** The engine that all others are compared with. */
export const baseline = "promises";

/** The file of an engine, to be given to a job. */
export function engineFile(id: string): string {
  return join(import.meta.dirname, "engines", `${id}.ts`);
}

/**
 * Measures the graphs of a form, one process at a time: for each graph all engines in turn, beginning with another one
 * in each round, so that a machine that slows down does so for all. An engine that failed at a graph is not asked again.
 * What is known after each graph is told.
 */
export async function measureRounds(
  form: Form,
  ids: readonly string[],
  tell: (line: string, engines: readonly Measured[]) => void,
): Promise<readonly Measured[]> {
  const all = ids.map(unmeasured);
  for (let round = 0; round < form.rounds; round++) {
    const order = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
    for (const cell of form.cells) {
      const begun = performance.now();
      for (const measured of order) await measureCell(form, measured, cell, round);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      tell(`round ${round + 1} of ${form.rounds}: ${titleOf(cell)}, ${seconds} s`, all);
    }
  }
  return all;
}

async function measureCell(form: Form, measured: Measured, cell: Cell, round: number): Promise<void> {
  const known = cellOf(measured, cell);
  const isOver = measured.failure !== null || known.failure !== null || known.rounds.some(({ isCold }) => isCold);
  if (isOver || measured.description?.without.includes(cell.shape)) return;
  const { pace, timeMs } = form;
  const engine = engineFile(measured.id);
  const job: Job = { engine, cells: [cell], pace, measuresHeap: round === 0 };
  const messages = await measureInProcess(job, { timeMs, memoryMegabytes: usualMemoryMegabytes });
  for (const message of messages) note(measured, round, ofThisGraph(message, measured, cell));
}

/** An engine that did not load does not load; one that did before, or had no time to, may do so for the next graph. */
function ofThisGraph(message: Message, { description }: Measured, cell: Cell): Message {
  if (message.kind !== "failure" || message.cell !== null) return message;
  return description !== null || message.failure.kind === "time-out" ? { ...message, cell } : message;
}
