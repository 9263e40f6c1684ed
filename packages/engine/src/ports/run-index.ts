import type { EventBody } from "../core/events.ts";
import type { RunStatus } from "../spans/run.ts";
import type { Lease } from "./leases.ts";

/** What a store says of a run without reading its events. Times are milliseconds since the epoch. */
export interface StoredRun {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** How many events it has. */
  readonly events: number;
  /** When it next has something to do by itself; see `Journal.append`. Null for a run that is over. */
  readonly dueAt: number | null;
  /** Who has it, or had it last, and whether its term may be over; null if it was given back, or has none. */
  readonly lease: Lease | null;
}

/** Which runs are meant; all that are left out mean any. */
export interface RunQuery {
  readonly status?: RunStatus | readonly RunStatus[];
  readonly workflow?: string;
  /** Began at this time or later. */
  readonly startedFrom?: number;
  /** Began before this time. */
  readonly startedBefore?: number;
  /** Have something to do before this time. */
  readonly dueBefore?: number;
  /** Default: the oldest first, in the order in which they began. */
  readonly newestFirst?: boolean;
  /** For the next page: the id of the last run of the page before. */
  readonly after?: string;
  /** Default: no limit. */
  readonly limit?: number;
}

/** Which finished runs need not be kept. */
export interface PruneRule {
  readonly status: RunStatus | readonly RunStatus[];
  /** Only those that finished before this time. Default: any. */
  readonly finishedBefore?: number;
  /** All but so many, those that finished last. Default: 0. */
  readonly keep?: number;
  /** At most so many at once, those that finished first. */
  readonly limit: number;
}

/** The runs that are kept. */
export interface RunIndex {
  /** Null for a run that is not kept, or never began. */
  get(runId: string): StoredRun | null | Promise<StoredRun | null>;
  /** @throws StoreError if `after` is not kept */
  list(query?: RunQuery): readonly StoredRun[] | Promise<readonly StoredRun[]>;
  /** Removes finished runs with all their events. @returns how many */
  prune(rule: PruneRule): number | Promise<number>;
}

/** The status that events from an index on give to a run; null if they leave it as it is. */
export function statusAfter(events: readonly EventBody[], from = 0): RunStatus | null {
  for (let at = events.length - 1; at >= from; at--) {
    const status = statusOf(events[at]!); // an index of it
    if (status !== null) return status;
  }
  return null;
}

function statusOf(event: EventBody): RunStatus | null {
  switch (event.type) {
    case "run-started":
    case "run-resumed":
    case "cancel-requested": // ends a pause
      return "running";
    case "run-paused":
      return "paused";
    case "run-parked":
      return "parked";
    case "run-finished":
      return event.status;
    default:
      return null;
  }
}
