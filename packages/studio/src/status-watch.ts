import type { RunStatus, Store, StoredRun } from "@stepspan/engine";
import { changedRuns, statusesOf, unfinished, unseenSince } from "./status-changes.ts";

/** The newest runs, and the newest unfinished ones, are those whose statuses are compared. */
const newestSeen = 100;
const unfinishedSeen = 500;

/** Tells of runs that begin, and of new statuses. */
export class StatusWatch {
  readonly #store: Store;
  readonly #tells = new Set<(run: StoredRun) => void>();
  /** Null until the store was looked at. */
  #seen: Map<string, RunStatus> | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  get isWatched(): boolean {
    return this.#tells.size > 0;
  }

  /** @returns a function that ends it */
  add(tell: (run: StoredRun) => void): () => void {
    const own = (run: StoredRun) => tell(run); // the same function may be given twice
    this.#tells.add(own);
    return () => {
      this.#tells.delete(own);
      if (this.#tells.size === 0) this.#seen = null;
    };
  }

  clear(): void {
    this.#tells.clear();
    this.#seen = null;
  }

  /** Compares the store with what it was at the last look; the first one only remembers. */
  async look(): Promise<void> {
    const { runs } = this.#store;
    const newest = await runs.list({ newestFirst: true, limit: newestSeen });
    const open = await runs.list({ status: unfinished, newestFirst: true, limit: unfinishedSeen });
    const now = [...open, ...newest]; // of a run that is in both the later answer counts
    const statuses = statusesOf(now);
    const before = this.#seen;
    if (before !== null) {
      for (const runId of unseenSince(before, statuses)) {
        const run = await runs.get(runId);
        if (run !== null) now.push(run);
      }
    }
    // Statuses that were told meanwhile are those of `#seen`.
    if (before !== null && this.#seen !== null) this.#tell(changedRuns(this.#seen, unique(now)));
    if (this.isWatched) this.#seen = statuses;
  }

  /** Looks at runs of which something was heard. */
  async lookAt(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      const run = await this.#store.runs.get(runId);
      if (run === null || this.#seen?.get(runId) === run.status) continue;
      this.#seen?.set(runId, run.status);
      this.#tell([run]);
    }
  }

  #tell(runs: readonly StoredRun[]): void {
    for (const run of runs) {
      for (const tell of this.#tells) tell(run);
    }
  }
}

/** The last one of each id. */
function unique(runs: readonly StoredRun[]): readonly StoredRun[] {
  return [...new Map(runs.map((run) => [run.runId, run])).values()];
}
