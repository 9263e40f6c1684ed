import type { Leases, TakenRun, WantedRuns } from "../ports/leases.ts";
import type { KeptRun } from "./kept-run.ts";
import { isDue } from "./memory-runs.ts";

/** Who has which run in memory: engines of one process that share a store. */
export function memoryLeases(runs: ReadonlyMap<string, KeptRun>): Leases {
  /** When the term of each owner ends. */
  const terms = new Map<string, number>();
  const holds = (owner: string, now: number) => (terms.get(owner) ?? -Infinity) >= now;

  const isFree = ({ lease, status }: KeptRun, owner: string, { now, runId }: WantedRuns) => {
    if (lease === null || (runId !== undefined && status !== "running")) return true;
    return lease.owner === owner ? runId !== undefined : !holds(lease.owner, now);
  };

  const take = (run: KeptRun, owner: string): TakenRun => {
    const before = run.lease;
    run.epoch++;
    run.lease = { owner, epoch: run.epoch };
    return {
      runId: run.runId,
      workflow: run.workflow,
      lease: run.lease,
      isOrphan: before !== null && before.owner !== owner,
    };
  };

  return {
    renew(owner, { now, until }) {
      const held = !terms.has(owner) || holds(owner, now);
      terms.set(owner, until);
      return held;
    },
    take(owner, wanted) {
      return [...runs.values()]
        .filter((run) => isWanted(run, wanted) && isFree(run, owner, wanted))
        .sort((one, other) => (one.dueAt ?? -Infinity) - (other.dueAt ?? -Infinity) || 0)
        .slice(0, wanted.limit)
        .map((run) => take(run, owner));
    },
    release(owner, runId) {
      if (runId === undefined) terms.delete(owner);
      for (const run of runs.values()) {
        if (run.lease?.owner === owner && (runId ?? run.runId) === run.runId) run.lease = null;
      }
    },
  };
}

function isWanted(run: KeptRun, { runId, workflows, dueBefore = Infinity }: WantedRuns): boolean {
  if (!run.isUnfinished) return false;
  if (runId === undefined ? run.status !== "running" : run.runId !== runId) return false;
  if (workflows !== undefined && !workflows.includes(run.workflow)) return false;
  return dueBefore === Infinity || isDue(run, dueBefore);
}
