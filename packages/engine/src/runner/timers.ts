import type { Timer } from "../core/commands.ts";
import { timerKey } from "../core/tree.ts";
import type { Clock } from "../ports/clock.ts";

/** The timers of one run, known by what they are for. */
export class Timers {
  readonly #clock: Clock;
  readonly #ring: (timer: Timer) => void;
  readonly #cancels = new Map<string, () => void>();
  #isEnded = false;

  constructor(clock: Clock, ring: (timer: Timer) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  set(timer: Timer, at: number): void {
    this.clear(timer);
    if (at === Infinity || this.#isEnded) return;
    const key = timerKey(timer);
    const cancel = this.#clock.setTimer(at, () => {
      this.#cancels.delete(key);
      this.#ring(timer);
    });
    this.#cancels.set(key, cancel);
  }

  clear(timer: Timer): void {
    const key = timerKey(timer);
    this.#cancels.get(key)?.();
    this.#cancels.delete(key);
  }

  /** The run is over: none rings any more, and none that its last turn still asks for is set. */
  end(): void {
    this.#isEnded = true;
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
