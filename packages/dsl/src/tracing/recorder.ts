import type { ReadMode } from "@stepspan/engine";
import type { EarlierSteps } from "../inference/lambda-place.ts";
import { isMarked } from "./marker.ts";
import { ignoreRejection } from "./promises.ts";
import { createPropertyNode, type PropertyNode, pathsOf } from "./property-tree.ts";

/** Operations on proxies that one call may make, and those that each further earlier step adds. */
const operations = 5_000;
const operationsPerStep = 50;

/** Whose `stepSpan` was called: the scope's, or the exported one (`getData` included). */
export type ReadThrough = "scope" | "exported";

/** The reads of one step in one mode that tracing saw. */
export interface TracedRead {
  readonly step: string;
  readonly mode: ReadMode;
  readonly through: ReadThrough;
  /** The longest paths read below the span. */
  readonly paths: readonly (readonly string[])[];
  /** It was only seen in functions that a proxy called, such as the callback of `map`: with real values they may not be called. */
  readonly isSupposed: boolean;
}

/** Keeps what a lambda does while it is traced. */
export interface Recorder {
  readonly earlier: EarlierSteps;
  /** Counts one operation. @throws a private error, from now on at each operation, once there were too many */
  spend(): void;
  /** @returns where to record what is read below the span; null for a name that was made from a proxy */
  read(name: string, mode: ReadMode, through: ReadThrough): PropertyNode | null;
  /** Calls a function that was handed to a proxy, and ignores what it throws. */
  suppose(callback: () => unknown): void;
  reads(): TracedRead[];
}

interface OpenRead extends Omit<TracedRead, "paths" | "isSupposed"> {
  readonly span: PropertyNode;
  isSupposed: boolean;
}

/** One for all, since making an error costs more than tracing a lambda. It never leaves this folder. */
const tracingStopped = new Error("Tracing has stopped: the lambda made too many operations.");

export function createRecorder(earlier: EarlierSteps): Recorder {
  const reads = new Map<string, OpenRead>();
  let left = operations;
  let supposing = 0;

  return {
    earlier,
    spend() {
      if (left <= 0) throw tracingStopped;
      left -= 1;
    },
    read(step, mode, through) {
      const isKnown = earlier.has(step);
      if (!isKnown && isMarked(step)) return null;
      const key = `${through} ${mode} ${step}`;
      const known = reads.get(key);
      const read = known ?? { step, mode, through, span: createPropertyNode(), isSupposed: true };
      if (known === undefined) {
        reads.set(key, read);
        if (isKnown) left += operationsPerStep;
      }
      if (supposing === 0) read.isSupposed = false;
      return read.span;
    },
    suppose(callback) {
      supposing += 1;
      try {
        ignoreRejection(callback());
      } catch {
        // With real values it may throw or not; what it reads until then is known.
      } finally {
        supposing -= 1;
      }
    },
    reads: () => Array.from(reads.values(), ({ span, ...read }) => ({ ...read, paths: pathsOf(span) })),
  };
}
