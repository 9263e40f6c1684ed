import type { Lease, StoredRun } from "@stepspan/engine";

/** Looks at the leases of runs from time to time. */
export interface LeaseWatch {
  look(runs: readonly StoredRun[]): void;
  /** What it saw that must not be. */
  readonly problems: readonly string[];
}

/** Epochs only grow, and each is one owner's. */
export function createLeaseWatch(): LeaseWatch {
  const seen = new Map<string, Lease>();
  const problems: string[] = [];
  const lookAt = ({ runId, lease }: StoredRun) => {
    if (lease === null) return;
    const before = seen.get(runId);
    seen.set(runId, lease);
    if (before === undefined || lease.epoch > before.epoch) return;
    if (lease.epoch < before.epoch) problems.push(`${runId} went from epoch ${before.epoch} back to ${lease.epoch}`);
    else if (lease.owner !== before.owner) problems.push(`${runId} has two owners in epoch ${lease.epoch}`);
  };
  return { look: (runs) => runs.forEach(lookAt), problems };
}
