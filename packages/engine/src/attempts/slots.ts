import type { CoreState } from "../core/state.ts";
import { stepAt } from "../core/units.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Executor, Job, JobGroup, JobSource, Slot } from "../ports/executor.ts";
import { ByStep } from "./by-step.ts";

export interface SlotsParts {
  readonly executor: Executor;
  readonly group: JobGroup | null;
  /** The rank of a step, or of an item of one, among those of its priority; null: first in, first out. */
  readonly rankOf: ((state: CoreState, index: number) => number) | null;
  /** An attempt that asked for a slot has one. */
  readonly granted: (path: string, index: number) => void;
  /** Hears when all that can start now was granted its slot. */
  readonly source: JobSource;
}

/** The slots that the attempts of one run ask for, hold and give back. */
export class Slots {
  readonly #parts: SlotsParts;
  /** Those that ask for a slot or hold one. */
  readonly #jobs = new ByStep<AttemptJob>();

  constructor(parts: SlotsParts) {
    this.#parts = parts;
  }

  /** Does nothing for an attempt that has its slot: it was granted between a pause and the end of it. */
  ask(path: string, index: number, state: CoreState): void {
    if (this.#jobs.get(state, index) !== undefined) return;
    const { rankOf, executor } = this.#parts;
    const job = new AttemptJob(path, index, stepAt(state, index), this.#parts);
    if (rankOf !== null) job.rank = rankOf(state, index);
    this.#jobs.set(state, index, job);
    job.slot = executor.submit(job);
  }

  withdraw(index: number, state: CoreState): void {
    const job = this.#jobs.get(state, index);
    if (job === undefined || job.isHeld) return;
    this.#jobs.set(state, index, undefined);
    job.slot?.withdraw();
  }

  giveBack(index: number, state: CoreState): void {
    const job = this.#jobs.get(state, index);
    if (job === undefined || !job.isHeld) return;
    this.#jobs.set(state, index, undefined);
    job.slot?.release();
  }

  /** The run is over: nothing is asked for any more, and what was granted is free for others. */
  end(): void {
    for (const { slot } of this.#jobs.all()) {
      slot?.withdraw();
      slot?.release();
    }
    this.#jobs.clear();
  }
}

/** An attempt that asks for a slot, and later holds it. */
class AttemptJob implements Job {
  readonly #path: string;
  readonly #index: number;
  readonly #step: StepDefinition;
  readonly #parts: SlotsParts;
  rank = 0;
  /** Null while it is submitted. */
  slot: Slot | null = null;
  isHeld = false;

  constructor(path: string, index: number, step: StepDefinition, parts: SlotsParts) {
    this.#path = path;
    this.#index = index;
    this.#step = step;
    this.#parts = parts;
  }

  get queue(): string | null {
    return this.#step.queue;
  }

  get priority(): number {
    return this.#step.priority;
  }

  get group(): JobGroup | null {
    return this.#parts.group;
  }

  get source(): JobSource {
    return this.#parts.source;
  }

  start(): void {
    this.isHeld = true;
    this.#parts.granted(this.#path, this.#index);
  }
}
