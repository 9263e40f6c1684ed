import type { EngineDescription } from "./engine.ts";
import type { Cell, Failure, Heap, Message, Times } from "./job.ts";

/** All that was found out about one engine. */
export interface Measured {
  /** The name of its file. */
  readonly id: string;
  /** Null if its process died before it could say what it is. */
  description: EngineDescription | null;
  /** Milliseconds that loading it took, one for each process. */
  readonly importMs: number[];
  /** Why it could not be loaded. */
  failure: Failure | null;
  /** By cell, see keyOf. */
  readonly cells: Map<string, MeasuredCell>;
}

/** What was found out about an engine and one graph: one set of times for each round. */
export interface MeasuredCell {
  readonly rounds: (Times & { readonly round: number })[];
  heap: Heap | null;
  /** The first one; the cell is not measured again. */
  failure: Failure | null;
  /** What went wrong when the times were there and the heap was looked at. */
  heapFailure: Failure | null;
}

/** Nothing is known of an engine yet. */
export function unmeasured(id: string): Measured {
  return { id, description: null, importMs: [], failure: null, cells: new Map() };
}

/** A text that is the same for the same graph, also in another process. */
export function keyOf({ shape, size, runs }: Cell): string {
  return `${shape} ${size} ${runs}`;
}

/** What is known of a cell; it is added if nothing is. */
export function cellOf({ cells }: Measured, cell: Cell): MeasuredCell {
  const known = cells.get(keyOf(cell)) ?? { rounds: [], heap: null, failure: null, heapFailure: null };
  cells.set(keyOf(cell), known);
  return known;
}

/** Takes in what a process of that round has said. */
export function note(measured: Measured, round: number, message: Message): void {
  switch (message.kind) {
    case "engine":
      measured.description = message.description;
      measured.importMs.push(message.importMs);
      return;
    case "begun":
      return;
    case "times":
      cellOf(measured, message.cell).rounds.push({ ...message.times, round });
      return;
    case "heap":
      cellOf(measured, message.cell).heap = message.heap;
      return;
    case "failure":
      noteFailure(measured, round, message);
      return;
    default:
      message satisfies never;
  }
}

/** A process that died before it could say which graph it measured tells of the engine. */
function noteFailure(measured: Measured, round: number, { cell, failure }: Message & { kind: "failure" }): void {
  if (cell === null) {
    measured.failure = failure;
    return;
  }
  const known = cellOf(measured, cell);
  if (known.rounds.some((times) => times.round === round)) known.heapFailure = failure;
  else known.failure = failure;
}
