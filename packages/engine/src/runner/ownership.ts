import { DefinitionError } from "../errors/definition-errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Lease, TakenRun, WantedRuns } from "../ports/leases.ts";
import type { Store } from "../ports/store.ts";

/** What ownership rests on. */
export interface OwnershipParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Different for each engine, in whatever process it is. */
  readonly owner: string;
  /** How long a term lasts from its last renewal on, in milliseconds. */
  readonly termMs: number;
  /** The term was over before it was renewed: others may have taken runs. */
  readonly lapsed: () => void;
}

/** That an engine has its runs: a term, renewed for as long as it has some, where other processes could take them. */
export class Ownership {
  readonly #parts: OwnershipParts;
  #cancelBeat: (() => void) | null = null;
  #hasTerm = false;

  constructor(parts: OwnershipParts) {
    this.#parts = parts;
  }

  /** The lease of a run that this engine begins. */
  get first(): Lease {
    return { owner: this.#parts.owner, epoch: 1 };
  }

  /** The engine has a run from now on: begins a term, if it is in none. */
  hold(): void {
    const { store } = this.#parts;
    if (this.#cancelBeat !== null || (this.#hasTerm && !store.isShared)) return;
    this.#beat();
  }

  /** The engine has no run any more: its term runs out. */
  rest(): void {
    this.#cancelBeat?.();
    this.#cancelBeat = null;
  }

  /** Runs that nobody else has, which are this engine's now. */
  async take(wanted: Omit<WantedRuns, "now">): Promise<readonly TakenRun[]> {
    const { store, clock, owner } = this.#parts;
    this.hold();
    return store.leases.take(owner, { ...wanted, now: clock.now() });
  }

  /** The lease for going on with a run, or for writing one anew that the store does not have. @throws DefinitionError */
  async adopt(runId: string): Promise<TakenRun | null> {
    const [taken] = await this.take({ runId, limit: 1 });
    if (taken !== undefined) return taken;
    const stored = await this.#parts.store.runs.get(runId);
    if (stored === null) return null;
    const run = `Run ${JSON.stringify(runId)} of workflow "${stored.workflow}"`;
    throw new DefinitionError(
      stored.finishedAt === null
        ? `${run} is open in another engine, so it cannot be resumed in this one. Wait until that engine is closed, or its process has ended and its lease is over.`
        : `${run} is over (${stored.status}), so it cannot be resumed. Start another run, or rerun it: engine.rerun(${JSON.stringify(runId)}, { from: "step" }).`,
    );
  }

  /** Others can take the run. Never rejects: who cannot say so leaves it until the term is over. */
  async giveBack(runId: string): Promise<void> {
    try {
      await this.#parts.store.leases.release(this.#parts.owner, runId);
    } catch {
      // The store has failed, or is closed.
    }
  }

  /** Whether this engine still has the run under this lease. */
  async holds(runId: string, epoch: number): Promise<boolean> {
    const stored = await this.#parts.store.runs.get(runId);
    return stored?.lease?.owner === this.#parts.owner && stored.lease.epoch === epoch;
  }

  /** Gives back all that is left, and ends the term. */
  async end(): Promise<void> {
    this.rest();
    if (!this.#hasTerm) return;
    try {
      await this.#parts.store.leases.release(this.#parts.owner);
    } catch {
      // The term runs out by itself.
    }
  }

  /** Renews the term, and again after a third of it: it survives a renewal that is late, or fails. */
  #beat(): void {
    const { store, clock, owner, termMs, lapsed } = this.#parts;
    const now = store.isShared ? clock.now() : 0; // nobody else asks
    const until = store.isShared ? now + termMs : Infinity;
    const isFirst = !this.#hasTerm;
    this.#hasTerm = true;
    const renewed = (held: boolean) => {
      if (!held && !isFirst) lapsed();
    };
    const outcome = store.leases.renew(owner, { now, until });
    if (outcome instanceof Promise) outcome.then(renewed, () => undefined);
    else renewed(outcome);
    if (store.isShared) this.#cancelBeat = clock.setTimer(now + termMs / 3, () => this.#beat(), true);
  }
}
