import type { Clock } from "@stepspan/engine";
import { Heap } from "@stepspan/engine/hosting";

interface Timer {
  readonly at: number;
  readonly order: number;
  ring: (() => void) | null;
}

/** The time of a run: what the messages say that it hears, and never earlier than before. A replay has the same. */
export class RunClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Heap<Timer>((one, other) =>
    one.at === other.at ? one.order < other.order : one.at < other.at,
  );

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  setTimer(at: number, ring: () => void): () => void {
    const timer: Timer = { at, order: this.#order++, ring };
    this.#timers.push(timer);
    return () => {
      timer.ring = null;
    };
  }

  /** When the next timer rings; null if there is none. */
  get nextDue(): number | null {
    while (this.#timers.peek()?.ring === null) this.#timers.pop();
    return this.#timers.peek()?.at ?? null;
  }

  /** It is at least this late. Rings what is due by then, in order of time. */
  advance(time: number): void {
    this.#now = Math.max(this.#now, time);
    for (let due = this.nextDue; due !== null && due <= this.#now; due = this.nextDue) this.#timers.pop()?.ring?.();
  }
}
