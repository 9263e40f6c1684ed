import type { StepDefinition } from "../plan/definition.ts";
import type { Executor, JobGroup } from "../ports/executor.ts";

export interface SlotsParts {
  readonly executor: Executor;
  readonly group: JobGroup | null;
  /** An attempt that asked for a slot has one. */
  readonly granted: (path: string) => void;
}

/** The slots that the attempts of one run ask for, hold and give back. */
export class Slots {
  readonly #parts: SlotsParts;
  /** For each attempt that waits for a slot the function that takes it back. */
  readonly #asked = new Map<string, () => void>();
  /** For each slot that is held the function that gives it back. */
  readonly #held = new Map<string, () => void>();
  #isOver = false;

  constructor(parts: SlotsParts) {
    this.#parts = parts;
  }

  /** Does nothing for an attempt that has its slot: it was granted between a pause and the end of it. */
  ask(path: string, { queue, priority }: StepDefinition, rank: number): void {
    if (this.#held.has(path)) return;
    const withdraw = this.#parts.executor.submit({
      queue,
      priority,
      rank,
      group: this.#parts.group,
      start: () =>
        new Promise((release) => {
          if (this.#isOver) return release();
          this.#asked.delete(path);
          this.#held.set(path, release);
          this.#parts.granted(path);
        }),
    });
    if (!this.#held.has(path)) this.#asked.set(path, withdraw); // it may have started at once
  }

  withdraw(path: string): void {
    this.#asked.get(path)?.();
    this.#asked.delete(path);
  }

  giveBack(path: string): void {
    this.#held.get(path)?.();
    this.#held.delete(path);
  }

  /** The run is over: nothing is asked for any more, and what was granted too late is free for others. */
  end(): void {
    this.#isOver = true;
    for (const path of [...this.#asked.keys()]) this.withdraw(path);
    for (const path of [...this.#held.keys()]) this.giveBack(path);
  }
}
