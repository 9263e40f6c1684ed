import type { StepDefinition } from "../plan/definition.ts";
import type { Executor, Job, JobGroup, Slot } from "../ports/executor.ts";

export interface SlotsParts {
  readonly executor: Executor;
  readonly group: JobGroup | null;
  /** An attempt that asked for a slot has one. */
  readonly granted: (path: string, index: number) => void;
}

/** The slots that the attempts of one run ask for, hold and give back. */
export class Slots {
  readonly #parts: SlotsParts;
  /** Those that ask for a slot or hold one, by their paths. */
  readonly #jobs = new Map<string, AttemptJob>();

  constructor(parts: SlotsParts) {
    this.#parts = parts;
  }

  /** Does nothing for an attempt that has its slot: it was granted between a pause and the end of it. */
  ask(path: string, index: number, step: StepDefinition): void {
    if (this.#jobs.has(path)) return;
    const job = new AttemptJob(path, index, step, this.#parts);
    this.#jobs.set(path, job);
    job.slot = this.#parts.executor.submit(job);
  }

  withdraw(path: string): void {
    const job = this.#jobs.get(path);
    if (job === undefined || job.isHeld) return;
    this.#jobs.delete(path);
    job.slot?.withdraw();
  }

  giveBack(path: string): void {
    const job = this.#jobs.get(path);
    if (job === undefined || !job.isHeld) return;
    this.#jobs.delete(path);
    job.slot?.release();
  }

  /** The run is over: nothing is asked for any more, and what was granted is free for others. */
  end(): void {
    for (const { slot } of this.#jobs.values()) {
      slot?.withdraw();
      slot?.release();
    }
    this.#jobs.clear();
  }
}

/** An attempt that asks for a slot, and later holds it. */
class AttemptJob implements Job {
  readonly path: string;
  readonly index: number;
  readonly queue: string | null;
  readonly priority: number;
  readonly group: JobGroup | null;
  readonly #granted: SlotsParts["granted"];
  /** Null while it is submitted. */
  slot: Slot | null = null;
  isHeld = false;

  constructor(path: string, index: number, { queue, priority }: StepDefinition, { group, granted }: SlotsParts) {
    this.path = path;
    this.index = index;
    this.queue = queue;
    this.priority = priority;
    this.group = group;
    this.#granted = granted;
  }

  start(): void {
    this.isHeld = true;
    this.#granted(this.path, this.index);
  }
}
