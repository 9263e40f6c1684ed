import { unknownPage } from "../errors/value-errors.ts";
import type { PruneRule, RunIndex, RunQuery, StoredRun } from "../ports/run-index.ts";
import { type KeptRun, storedRun } from "./kept-run.ts";
import type { KeptRuns } from "./kept-runs.ts";

/** The list of the runs in memory. */
export function memoryRuns(kept: KeptRuns): RunIndex {
  const runs = kept.byId;
  return {
    get(runId) {
      const run = runs.get(runId);
      return run === undefined ? null : storedRun(run);
    },
    list: (query = {}) => pageOf([...runs.values()], query).map(storedRun),
    prune({ status, finishedBefore = Infinity, keep = 0, limit }) {
      const finished = [...runs.values()]
        .filter((run) => !run.isUnfinished && has(status, run.status))
        .sort((one, other) => (one.finishedAt ?? 0) - (other.finishedAt ?? 0));
      const gone = finished
        .slice(0, Math.max(0, finished.length - keep))
        .filter(({ finishedAt }) => finishedAt !== null && finishedAt < finishedBefore)
        .slice(0, limit);
      for (const run of gone) kept.remove(run);
      return gone.length;
    },
  };
}

function pageOf(all: readonly KeptRun[], query: RunQuery): readonly KeptRun[] {
  const { newestFirst = false, after, limit = Infinity } = query;
  const ordered = newestFirst ? all.toReversed() : all;
  const start = after === undefined ? 0 : ordered.findIndex(({ runId }) => runId === after) + 1;
  if (after !== undefined && start === 0) throw unknownPage(after);
  return ordered.slice(start).filter((run) => isWanted(run, query)).slice(0, limit); // biome-ignore format: one line
}

function isWanted(run: KeptRun, query: RunQuery): boolean {
  const { status, workflow, startedFrom = -Infinity, startedBefore = Infinity, dueBefore } = query;
  if (status !== undefined && !has(status, run.status)) return false;
  if (workflow !== undefined && run.workflow !== workflow) return false;
  if (run.startedAt < startedFrom || run.startedAt >= startedBefore) return false;
  return dueBefore === undefined || isDue(run, dueBefore);
}

/** Whether it has something to do before then. */
export function isDue(run: KeptRun, before: number): boolean {
  return run.isUnfinished && (run.dueAt === null || run.dueAt < before);
}

function has(statuses: PruneRule["status"], status: StoredRun["status"]): boolean {
  return typeof statuses === "string" ? statuses === status : statuses.includes(status);
}
