import type { EmittedEvent, RunEvent } from "../core/events.ts";

/**
 * Watches all runs of an engine. It cannot change, slow or fail a run (I8): what it returns is not waited for, and
 * what it throws is written to the console once.
 */
export interface Observer {
  /**
   * Called after an event was stored, and at once for one that a step emits. Events are frozen. The first event of a run
   * is told in the asynchronous context of who called `engine.run`, `start` or `rerun`.
   */
  readonly onEvent: (event: RunEvent | EmittedEvent, run: ObservedRun) => void;
  /**
   * Surrounds the `run` function of an attempt with a context that it finds around itself, such as that of an
   * AsyncLocalStorage: calls `body` once before it returns. It learns neither what the function gives nor what it throws.
   * If it throws, or has not called `body`, that is called without it; a second call does nothing. Called after
   * `attempt-started` was told; again for an attempt whose function is called anew after a restart, and for what drives
   * a stream. Default: nothing surrounds it.
   */
  readonly aroundAttempt?: (attempt: ObservedAttempt, body: () => void) => void;
  /**
   * Called once, last, when the engine has done with a run: it is over, was given back or taken by another engine, or
   * its store failed. For a run that never began there was no event before.
   */
  readonly onEnd?: (run: ObservedRun) => void;
}

/** Which run an event belongs to: the same object from its first event here until `onEnd`. */
export interface ObservedRun {
  readonly runId: string;
  readonly workflow: string;
  /**
   * The first event of a run that was resumed, of which this engine told no observer; null for one that it began, and
   * for one that it only parked.
   */
  readonly resumedFrom: Extract<RunEvent, { type: "run-started" }> | null;
}

/** One call of the `run` function of a step. */
export interface ObservedAttempt {
  readonly run: ObservedRun;
  readonly path: string;
  readonly attempt: number;
}
