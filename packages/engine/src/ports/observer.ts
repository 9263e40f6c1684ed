import type { EmittedEvent, RunEvent } from "../core/events.ts";

/**
 * Watches all runs of an engine. It cannot change, slow or fail a run (I8): what it returns is not waited for, and
 * what it throws is written to the console once.
 */
export interface Observer {
  /** Called after an event was stored, and at once for one that a step emits. Events are frozen. */
  readonly onEvent: (event: RunEvent | EmittedEvent, run: ObservedRun) => void;
}

/** Which run an event belongs to. */
export interface ObservedRun {
  readonly runId: string;
  readonly workflow: string;
}
