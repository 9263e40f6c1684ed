import { DefinitionError } from "../errors/definition-errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Lease, TakenRun, WantedRuns } from "../ports/leases.ts";
import type { Store } from "../ports/store.ts";
import { overAndDone } from "./unreachable-runs.ts";

/** What ownership rests on. */
export interface OwnershipParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Different for each engine, in whatever process it is. */
  readonly owner: string;
  /** How long a term lasts from its last renewal on, in milliseconds. */
  readonly termMs: number;
  /** Compares what the engine has with what the store says. */
  readonly reconcile: () => Promise<void>;
}

/** That an engine has its runs: a term, renewed for as long as it has some, where other processes could take them. */
export class Ownership {
  readonly #parts: OwnershipParts;
  #cancelBeat: (() => void) | null = null;
  #hasTerm = false;
  /** The term was over before it was renewed, or the store failed and may have done what it was asked for. */
  #isInDoubt = false;
  #before: Promise<unknown> = Promise.resolve();

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

  /** Runs are taken up one after the other: what one has taken is open before the next asks. */
  inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.#before.then(act);
    this.#before = done.catch(() => undefined);
    return done;
  }

  /** Runs that nobody else has, which are this engine's now. */
  async take(wanted: Omit<WantedRuns, "now">): Promise<readonly TakenRun[]> {
    const { store, clock, owner } = this.#parts;
    this.hold();
    try {
      return await store.leases.take(owner, { ...wanted, now: clock.now() });
    } catch (thrown) {
      this.#isInDoubt = true;
      throw thrown;
    }
  }

  /** The lease for going on with a run, or for writing one anew that the store does not have. @throws DefinitionError */
  async adopt(runId: string): Promise<TakenRun | null> {
    const [taken] = await this.take({ runId, limit: 1 });
    if (taken !== undefined) return taken;
    const stored = await this.#parts.store.runs.get(runId);
    if (stored === null) return null;
    if (stored.finishedAt !== null) throw overAndDone(stored);
    throw new DefinitionError(
      `Run ${JSON.stringify(runId)} of workflow "${stored.workflow}" is open in another engine, so it cannot be resumed in this one. Wait until that engine is closed, or its process has ended and its lease is over.`,
    );
  }

  /** Others can take the run. Never rejects: if the store fails, or is closed, that is tried again with the next beat. */
  async giveBack(runId: string): Promise<void> {
    try {
      await this.#parts.store.leases.release(this.#parts.owner, runId);
    } catch {
      this.#isInDoubt = true;
    }
  }

  /** Whether nobody else has taken the run since this engine had it under this lease. */
  async holds(runId: string, { epoch }: Lease): Promise<boolean> {
    const stored = await this.#parts.store.runs.get(runId);
    if (stored === null) return true; // its first events are on their way
    return stored.lease?.owner === this.#parts.owner && stored.lease.epoch === epoch;
  }

  /** The ids of the runs that the store says this engine has. */
  async held(): Promise<readonly string[]> {
    const { store, owner } = this.#parts;
    const unfinished = await store.runs.list({ status: ["running", "paused", "parked"] });
    return unfinished.filter(({ lease }) => lease?.owner === owner).map(({ runId }) => runId);
  }

  /** To be called in turn. @throws StoreError (rejects); then it is still in doubt */
  async settleDoubt(): Promise<void> {
    if (!this.#isInDoubt) return;
    this.#isInDoubt = false;
    try {
      await this.#parts.reconcile();
    } catch (thrown) {
      this.#isInDoubt = true;
      throw thrown;
    }
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
    const { store, clock, termMs } = this.#parts;
    const now = store.isShared ? clock.now() : 0; // nobody else asks
    const until = store.isShared ? now + termMs : Infinity;
    const isFirst = !this.#hasTerm;
    this.#hasTerm = true;
    void this.#renew({ now, until }, isFirst);
    if (store.isShared) this.#cancelBeat = clock.setTimer(now + termMs / 3, () => this.#beat(), true);
  }

  /** Never rejects: the next beat tries again what the store did not do. */
  async #renew(term: { readonly now: number; readonly until: number }, isFirst: boolean): Promise<void> {
    const { store, owner } = this.#parts;
    try {
      const isHeld = await store.leases.renew(owner, term);
      if (!isHeld && !isFirst) this.#isInDoubt = true;
      if (this.#isInDoubt) await this.inTurn(() => this.settleDoubt());
    } catch {
      this.#isInDoubt = true;
    }
  }
}
