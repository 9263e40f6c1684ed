import type { RunEvent } from "../core/events.ts";
import type { StateStore } from "./state-store.ts";

/** The events of one run, in order. */
export interface Journal {
  /**
   * Adds events behind those that are there.
   *
   * @param position how many events the writer believes to be there
   * @throws StoreError if there are more or fewer: another writer was here
   */
  append(position: number, events: readonly RunEvent[]): void | Promise<void>;
  /** Events from a position on, at most `limit`; fewer only at the end. */
  read(position: number, limit: number): readonly RunEvent[] | Promise<readonly RunEvent[]>;
}

/** Where events are kept. */
export interface Store {
  /** Opens the journal of a run; it is empty for a new one. */
  open(runId: string): Journal;
  /** The ids of the runs that are kept, the oldest first. */
  list(): readonly string[] | Promise<readonly string[]>;
  /** Flow states and step states. */
  readonly states: StateStore;
}
