import type { EngineDescription } from "./engine.ts";
import type { ShapeName } from "./shapes.ts";

/** A graph that is measured, and how often it is run in a row once it is built. */
export interface Cell {
  readonly shape: ShapeName;
  /** Steps of the graph. */
  readonly size: number;
  readonly runs: number;
}

/** How long a graph is measured, in milliseconds, and what a sample is. */
export interface Pace {
  /**
   * A sample is a graph that is built and run so often, and until it ran so many steps, as workflows are built once and
   * run many times; and so that it has its share of collections. It is shorter where that takes a quarter of `patienceMs`.
   */
  readonly fewestRuns: number;
  readonly fewestSteps: number;
  /** For how long samples are taken that do not count; one is in any case. */
  readonly warmUpMs: number;
  /** For how long samples are taken that count; one is in any case. */
  readonly measureMs: number;
  /** If the first sample takes longer than this, it is the one that counts, and the only one. */
  readonly patienceMs: number;
}

/** What a process of its own is asked to measure. */
export interface Job {
  /** The file of the engine, as an absolute path. */
  readonly engine: string;
  readonly cells: readonly Cell[];
  readonly pace: Pace;
  /** Whether it looks at the heap afterwards, with collections; not after a graph that took all its patience. */
  readonly measuresHeap: boolean;
}

/** What such a process says, in this order, for each cell. */
export type Message =
  | { readonly kind: "engine"; readonly description: EngineDescription; readonly importMs: number }
  | { readonly kind: "begun"; readonly cell: Cell }
  | { readonly kind: "times"; readonly cell: Cell; readonly times: Times }
  | { readonly kind: "heap"; readonly cell: Cell; readonly heap: Heap }
  | { readonly kind: "failure"; readonly cell: Cell | null; readonly failure: Failure };

/** Microseconds per step. */
export interface Cost {
  readonly clock: number;
  /** On all threads: collections and compilation in the background are in it. Other programs disturb it less. */
  readonly processor: number;
}

/** Each list has one cost per sample. */
export interface Times {
  readonly run: readonly Cost[];
  readonly build: readonly Cost[];
  /** Whether the only sample is the first one of its process. */
  readonly isCold: boolean;
  /** The largest resident size of the process until then, in bytes. */
  readonly peakBytes: number;
}

/** Bytes per step that were there after a collection and had not been before. */
export interface Heap {
  /** What the built graph holds; null for a graph so small that nothing can be said. */
  readonly built: number | null;
  /** What a run and its result add to that, with everything still in hand. */
  readonly result: number;
}

/** Why there is no figure. */
export interface Failure {
  readonly kind: "wrong" | "error" | "crash" | "out of memory" | "time-out";
  readonly message: string;
}
