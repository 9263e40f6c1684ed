import type { RunEvent } from "../core/events.ts";
import type { DurationStore } from "./durations.ts";
import type { Lease, Leases } from "./leases.ts";
import type { MemoStore } from "./memo-store.ts";
import type { RunIndex } from "./run-index.ts";
import type { StateStore } from "./state-store.ts";

/** The events of one run, in order. */
export interface Journal {
  /**
   * Adds events behind those that are there. They are the run's own: a store that keeps the objects changes none, and
   * freezes those that it gives to be read.
   *
   * @param position how many events the writer believes to be there
   * @param dueAt when the run has something to do by itself, if nothing comes from outside before: its next timer;
   *   Infinity if it only waits for events; null if it may have something to do at any time. Default: null
   * @throws StoreError if there are more or fewer, or if another owner has taken the run: another writer was here
   */
  append(position: number, events: readonly RunEvent[], dueAt?: number | null): void | Promise<void>;
  /** Events from a position on, at most `limit`; fewer only at the end. */
  read(position: number, limit: number): readonly RunEvent[] | Promise<readonly RunEvent[]>;
}

/** Where events are kept. */
export interface Store {
  /**
   * Opens the journal of a run; it is empty for a new one.
   *
   * @param lease what is appended counts only while it holds; a run that begins takes it. Default: none, so that a
   *   writer is only refused at a wrong position
   */
  open(runId: string, lease?: Lease): Journal;
  /** The runs that are kept, as a list. */
  readonly runs: RunIndex;
  /** Which engine owns which run. */
  readonly leases: Leases;
  /** Flow states and step states. */
  readonly states: StateStore;
  /** Outputs of steps that can be used again. */
  readonly memos: MemoStore;
  /** How long steps took, for the schedules of later runs. */
  readonly durations: DurationStore;
  /** Whether engines of other processes can own runs in it, so that owners have to show that they are alive. */
  readonly isShared: boolean;
  /**
   * Asked for each value before it becomes part of an event, so that the step fails that gave it, and not the run. Left
   * out: it keeps whatever can be recorded.
   *
   * @param what the value in words, for the message of the error
   * @throws SerializationError if it is too large to be kept
   */
  checkValue?(recorded: unknown, what: string): void;
}
