import type { RunEvent } from "../core/events.ts";
import { frozenEvent } from "../core/frozen-event.ts";
import { leaseLost, StoreError } from "../errors/value-errors.ts";
import type { Lease } from "../ports/leases.ts";
import type { Journal } from "../ports/store.ts";
import { KeptRun } from "./kept-run.ts";
import type { KeptRuns } from "./kept-runs.ts";

/** The events of one run in memory: the same for all that open it. */
export class MemoryJournal implements Journal {
  readonly #runId: string;
  readonly #lease: Lease | null;
  readonly #runs: KeptRuns;
  /** What was found last: a run that is kept stays the same. */
  #run: KeptRun | undefined;

  constructor(runId: string, lease: Lease | null, runs: KeptRuns) {
    this.#runId = runId;
    this.#lease = lease;
    this.#runs = runs;
  }

  append(position: number, events: readonly RunEvent[], dueAt: number | null = null): void {
    const known = this.#find();
    // Who is at a beginning has taken an id that is in use; who is further on may have lost the run.
    if (known !== undefined && position > 0) checkLease(known, this.#lease);
    checkPosition(this.#runId, position, known?.events.length ?? 0);
    const first = events[0];
    if (first === undefined) return;
    const run = known ?? new KeptRun(this.#runId, first, this.#lease);
    if (known === undefined) this.#runs.add(run);
    run.extend(events, dueAt);
    if (!run.isUnfinished) this.#runs.noteFinished(run);
  }

  read(position: number, limit: number): readonly RunEvent[] {
    const events = this.#find()?.events.slice(position, position + limit) ?? [];
    return events.map(frozenEvent);
  }

  #find(): KeptRun | undefined {
    if (this.#run === undefined || this.#run.isRemoved) this.#run = this.#runs.byId.get(this.#runId);
    return this.#run;
  }
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
