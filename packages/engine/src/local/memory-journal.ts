import { frozenEvent } from "../core/frozen-event.ts";
import { leaseLost, StoreError } from "../errors/value-errors.ts";
import type { Lease } from "../ports/leases.ts";
import type { Journal } from "../ports/store.ts";
import { KeptRun } from "./kept-run.ts";
import type { KeptRuns } from "./kept-runs.ts";

/** The events of one run in memory: the same for all that open it. */
export function memoryJournal(runId: string, lease: Lease | null, runs: KeptRuns): Journal {
  /** What was found last: a run that is kept stays the same. */
  let last: KeptRun | undefined;

  const find = (): KeptRun | undefined => {
    if (last === undefined || last.isRemoved) last = runs.byId.get(runId);
    return last;
  };

  return {
    append(position, events, dueAt = null) {
      const known = find();
      // Who is at a beginning has taken an id that is in use; who is further on may have lost the run.
      if (known !== undefined && position > 0) checkLease(known, lease);
      checkPosition(runId, position, known?.events.length ?? 0);
      const first = events[0];
      if (first === undefined) return;
      const run = known ?? new KeptRun(runId, first, lease);
      if (known === undefined) runs.add(run);
      run.extend(events, dueAt);
      if (!run.isUnfinished) runs.noteFinished(run);
    },
    read: (position, limit) => (find()?.events.slice(position, position + limit) ?? []).map(frozenEvent),
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
