import type { RunStatus, StoredRun } from "@stepspan/engine";

/** The statuses of runs as they were seen last, by run id. */
export type SeenStatuses = ReadonlyMap<string, RunStatus>;

/** Those that are new, or have another status than before. */
export function changedRuns(before: SeenStatuses, now: readonly StoredRun[]): readonly StoredRun[] {
  return now.filter(({ runId, status }) => before.get(runId) !== status);
}

export function statusesOf(runs: readonly StoredRun[]): Map<string, RunStatus> {
  return new Map(runs.map(({ runId, status }) => [runId, status]));
}

/** Those that were unfinished before and are not among these any more: what became of them has to be looked up. */
export function unseenSince(before: SeenStatuses, now: SeenStatuses): readonly string[] {
  return [...before].filter(([runId, status]) => isUnfinished(status) && !now.has(runId)).map(([runId]) => runId);
}

export const unfinished = ["running", "paused", "parked"] as const satisfies readonly RunStatus[];

function isUnfinished(status: RunStatus): boolean {
  return (unfinished as readonly RunStatus[]).includes(status); // of a wider type than its items
}
