import type { Clock } from "@stepspan/engine";

/** The clock of one call, and its timers. */
export class CallTime {
  readonly #clock: Clock;
  readonly #timers = new Map<"timeout" | "grace", () => void>();
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since the epoch. */
  readonly now = (): number => {
    this.#last = this.#clock.now();
    return this.#last;
  };

  /** From the time that was asked for last, in milliseconds, without what adding to large numbers has cost. */
  until(at: number): number {
    return Math.max(0, Math.round((at - this.#last) * 1000) / 1000);
  }

  /** One timer of a kind, set once. */
  ring(kind: "timeout" | "grace", inMs: number, ring: () => void): void {
    if (this.#timers.has(kind)) return;
    this.#timers.set(kind, this.#clock.setTimer(this.now() + inMs, ring));
  }

  end(): void {
    for (const takeBack of this.#timers.values()) takeBack();
  }
}
