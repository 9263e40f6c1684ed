import { DefinitionError } from "../errors/definition-errors.ts";
import type { Store } from "../ports/store.ts";
import { KeptRuns } from "./kept-runs.ts";
import { memoryDurations } from "./memory-durations.ts";
import { memoryJournal } from "./memory-journal.ts";
import { memoryLeases } from "./memory-leases.ts";
import { memoryMemos } from "./memory-memos.ts";
import { memoryRuns } from "./memory-runs.ts";
import { memoryStates } from "./memory-states.ts";

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
  const runs = new KeptRuns(keepEvents);
  return {
    open: (runId, lease) => memoryJournal(runId, lease ?? null, runs),
    runs: memoryRuns(runs),
    leases: memoryLeases(runs.byId),
    states: memoryStates(),
    memos: memoryMemos(keepMemos),
    durations: memoryDurations(keepDurations),
    isShared: false,
  };
}
