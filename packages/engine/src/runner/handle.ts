import type { EventDefinition } from "../context/event-definition.ts";
import type { EmittedEvent, MissedEvents, RunEvent } from "../core/events.ts";
import type { Run } from "../spans/run.ts";

/** Whose wait an event is meant for. */
export interface SendOptions {
  /** The path of the step that waits; default: whoever takes the event. */
  readonly to?: string;
}

/** A wait that is open. Times are milliseconds since the epoch. */
export interface OpenWait {
  /** The path of the step that waits. */
  readonly path: string;
  readonly wait: number;
  /** The name of the event; null for a sleep. */
  readonly event: string | null;
  readonly startedAt: number;
  readonly dueAt: number | null;
}

/** Everything that a run is, as plain JSON. Resources are known by their names only. */
export interface RunSnapshot {
  readonly format: "stepspan-run";
  readonly version: 1;
  readonly runId: string;
  readonly workflow: string;
  readonly resources: readonly string[];
  /** The events so far, as the codec writes them. */
  readonly events: readonly unknown[];
}

/** A run that was started. */
export interface RunHandle<Output = unknown, Outputs = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  /** Settles when the run is over. @throws RunError, InputError, MissingResourceError, StoreError (rejects) */
  readonly result: Promise<Run<Output, Outputs>>;
  /** From the first event on, however late it is asked for; each `for await` has a place of its own. */
  readonly events: AsyncIterable<RunEvent | EmittedEvent | MissedEvents>;
  /** Cancels the run; a second call stops its `always` steps too. Does nothing once the run is over. */
  cancel(reason?: unknown): void;
  /** Starts nothing any more and resolves when no attempt is open; a step that waits is no open attempt. */
  pause(): Promise<void>;
  /** Goes on after a pause. Timers have the time that was left to them. */
  resume(): void;
  /** Pauses, and gives all that the run is. */
  snapshot(): Promise<RunSnapshot>;
  /**
   * Sends an event to the steps of the run. Resolves when it is stored; in a live run whose mailbox is full, when there
   * is room again.
   *
   * @throws InputError if the event's schema refuses the data
   * @throws DefinitionError if the run is over, or was stopped, or if `to` names a step that does not wait for it
   */
  send<Given>(event: EventDefinition<unknown, Given> | string, data: Given, options?: SendOptions): Promise<void>;
  /** What the run waits for from outside. */
  readonly waits: readonly OpenWait[];
  /** Ends a live run when the events that it has are done. Does nothing for another one. */
  stop(): void;
}
