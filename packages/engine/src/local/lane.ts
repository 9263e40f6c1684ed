import type { Clock } from "../ports/clock.ts";

/** At most `limit` starts within any `intervalMs` milliseconds. */
export interface Rate {
  readonly limit: number;
  readonly intervalMs: number;
}

/** A limit that jobs have in common: how many hold slots at once, and how many start within a time. */
export class Lane {
  readonly #concurrency: number;
  readonly #window: RateWindow | null;
  readonly #onOpen: (lane: Lane) => void;
  #open = 0;
  #waiting = 0;

  /** @param onOpen called when a closed lane may have opened by time alone */
  constructor(concurrency: number, rate: Rate | null, clock: Clock, onOpen: (lane: Lane) => void) {
    this.#concurrency = concurrency;
    this.#window = rate === null ? null : new RateWindow(rate, clock);
    this.#onOpen = onOpen;
  }

  /** Whether a job may start now. If only the rate forbids it, `onOpen` is called when it no longer does. */
  get isOpen(): boolean {
    if (this.#open >= this.#concurrency) return false;
    return this.#window === null || this.#window.allows(() => this.#onOpen(this));
  }

  /** A job waits for this lane, until it leaves. */
  join(): void {
    this.#waiting++;
  }

  /** With nobody waiting no timer is kept: it would keep the process alive. */
  leave(): void {
    this.#waiting--;
    if (this.#waiting === 0) this.#window?.close();
  }

  take(): void {
    this.#open++;
    this.#window?.note();
  }

  release(): void {
    this.#open--;
  }

  close(): void {
    this.#window?.close();
  }
}

/** The times of the last starts, in a ring: linear in the limit, whatever the number of jobs. */
class RateWindow {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #starts: number[] = [];
  #next = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  allows(whenAllowed: () => void): boolean {
    if (this.#starts.length < this.#rate.limit) return true;
    const free = this.#starts[this.#next]! + this.#rate.intervalMs; // the ring is full: this is the oldest start
    if (this.#clock.now() >= free) return true;
    this.#cancelTimer ??= this.#clock.setTimer(free, () => {
      this.#cancelTimer = null;
      whenAllowed();
    });
    return false;
  }

  note(): void {
    this.#starts[this.#next] = this.#clock.now();
    this.#next = (this.#next + 1) % this.#rate.limit;
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
