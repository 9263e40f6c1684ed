import type { RunEvent } from "../core/events.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { leaseLost, StoreError } from "../errors/value-errors.ts";
import type { Lease } from "../ports/leases.ts";
import type { Journal, Store } from "../ports/store.ts";
import { extend, isUnfinished, type KeptRun, keptRun } from "./kept-run.ts";
import { memoryDurations } from "./memory-durations.ts";
import { memoryLeases } from "./memory-leases.ts";
import { memoryMemos } from "./memory-memos.ts";
import { memoryRuns } from "./memory-runs.ts";
import { memoryStates } from "./memory-states.ts";
import { ReadyLine } from "./ready-line.ts";

export interface MemoryStoreOptions {
  /** How many events of finished runs are kept, whole runs at a time, the oldest dropped first. Default 100,000. */
  readonly keepEvents?: number;
  /** How many outputs of steps are kept to be used again, those used least recently dropped first. Default 10,000. */
  readonly keepMemos?: number;
  /**
   * Of how many steps it is kept how long they took, whole versions of workflows at a time, those noted least recently
   * dropped first. Default 100,000.
   */
  readonly keepDurations?: number;
}

/**
 * Keeps events in memory, for as long as the process lives. The last finished run is always kept.
 *
 * @throws DefinitionError if an option is not a number of at least 0
 */
export function memoryStore({
  keepEvents = 100_000,
  keepMemos = 10_000,
  keepDurations = 100_000,
}: MemoryStoreOptions = {}): Store {
  for (const [name, given] of Object.entries({ keepEvents, keepMemos, keepDurations })) {
    if (given >= 0) continue;
    throw new DefinitionError(`memoryStore got ${name} ${given}. Give a number of at least 0.`);
  }
  /** In the order in which they began. */
  const runs = new Map<string, KeptRun>();
  const finished = new Map<string, Finished>();
  /** In the order in which they finished; those that were removed since are passed over when their turn comes. */
  const oldest = new ReadyLine<Finished>(() => false);
  let finishedEvents = 0;

  const remove = (runId: string) => {
    finishedEvents -= finished.get(runId)?.events ?? 0;
    finished.delete(runId);
    runs.delete(runId);
  };

  const noteFinished = (run: KeptRun) => {
    const one: Finished = { runId: run.runId, events: run.events.length };
    finished.set(run.runId, one);
    oldest.push(one);
    finishedEvents += one.events;
    while (finishedEvents > keepEvents && finished.size > 1) {
      const first = oldest.pop()!; // whatever has finished stands there
      if (finished.get(first.runId) === first) remove(first.runId);
    }
  };

  const append = (runId: string, position: number, events: readonly RunEvent[], by: Writer) => {
    const known = runs.get(runId);
    // Who is at a beginning has taken an id that is in use; who is further on may have lost the run.
    if (known !== undefined && position > 0) checkLease(known, by.lease);
    checkPosition(runId, position, known?.events.length ?? 0);
    const [first] = events;
    if (first === undefined) return;
    const run = known ?? keptRun(runId, first, by.lease);
    if (known === undefined) runs.set(runId, run);
    extend(run, events, by.dueAt);
    if (!isUnfinished(run)) noteFinished(run);
  };

  return {
    open: (runId, lease) => journalOf(runId, lease ?? null, runs, append),
    runs: memoryRuns(runs, remove),
    leases: memoryLeases(runs),
    states: memoryStates(),
    memos: memoryMemos(keepMemos),
    durations: memoryDurations(keepDurations),
    isShared: false,
  };
}

/** A finished run, and how many events it has. */
interface Finished {
  readonly runId: string;
  readonly events: number;
}

/** Who appends, and when the run is due then. */
interface Writer {
  readonly lease: Lease | null;
  readonly dueAt: number | null;
}

/** The same events for all that open it. */
function journalOf(
  runId: string,
  lease: Lease | null,
  runs: ReadonlyMap<string, KeptRun>,
  append: (runId: string, position: number, events: readonly RunEvent[], by: Writer) => void,
): Journal {
  return {
    append: (position, events, dueAt = null) => append(runId, position, events, { lease, dueAt }),
    read: (position, limit) =>
      runs
        .get(runId)
        ?.events.slice(position, position + limit)
        .map((event) => Object.freeze(event)) ?? [],
  };
}

function checkPosition(runId: string, position: number, length: number): void {
  if (position === length) return;
  throw new StoreError(
    `The journal of run ${JSON.stringify(runId)} holds ${length} events, not ${position}: another writer was here. Start the run under a runId of its own.`,
  );
}

function checkLease(run: KeptRun, lease: Lease | null): void {
  if (lease === null || (run.epoch === lease.epoch && run.lease?.owner === lease.owner)) return;
  throw leaseLost(run.runId, lease.epoch);
}
