import type { EventQueue } from "./event-queue.ts";

/** A number of places; who comes when none is free waits for one, first come, first served. */
export class Slots {
  readonly #queue: EventQueue;
  #free: number;
  readonly #waiting: { readonly kind: number; readonly subject: number }[] = [];
  #firstWaiting = 0;

  constructor(queue: EventQueue, count: number) {
    this.#queue = queue;
    this.#free = count;
  }

  /** Plans what is to happen for the time at which a place is free. */
  claim(now: number, kind: number, subject: number): void {
    if (this.#free === 0) {
      this.#waiting.push({ kind, subject });
      return;
    }
    this.#free--;
    this.#queue.plan(now, kind, subject);
  }

  release(now: number): void {
    const next = this.#waiting[this.#firstWaiting];
    if (next === undefined) {
      this.#free++;
      return;
    }
    this.#firstWaiting++;
    this.#queue.plan(now, next.kind, next.subject);
  }
}
