import type { RunAttempts } from "../attempts/run-attempts.ts";
import type { Timer } from "../core/commands.ts";
import type { Fact } from "../core/facts.ts";
import { timerKey } from "../core/tree.ts";
import type { Clock } from "../ports/clock.ts";

/** The timers of one run, known by what they are for. */
export class Timers {
  readonly #clock: Clock;
  readonly #ring: (timer: Timer) => void;
  /** Null until one is set: most runs set none. */
  #cancels: Map<string, () => void> | null = null;
  #isEnded = false;

  constructor(clock: Clock, ring: (timer: Timer) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  set(timer: Timer, at: number): void {
    this.clear(timer);
    if (at === Infinity || this.#isEnded) return;
    const key = timerKey(timer);
    const cancels = this.#cancels ?? new Map<string, () => void>();
    this.#cancels = cancels;
    const cancel = this.#clock.setTimer(at, () => {
      cancels.delete(key);
      this.#ring(timer);
    });
    cancels.set(key, cancel);
  }

  clear(timer: Timer): void {
    if (this.#cancels === null) return;
    const key = timerKey(timer);
    this.#cancels.get(key)?.();
    this.#cancels.delete(key);
  }

  /** The run is over: none rings any more, and none that its last turn still asks for is set. */
  end(): void {
    this.#isEnded = true;
    if (this.#cancels === null) return;
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}

/** What happens when a timer rings. */
export function ring(timer: Timer, attempts: RunAttempts, post: (fact: Fact) => void): void {
  switch (timer.kind) {
    case "retry":
      return post({ type: "retry-due", path: timer.path });
    case "attempt":
      return attempts.timeOut(timer.path);
    case "wait":
      return post({ type: "wait-due", path: timer.path, wait: timer.wait });
    case "grace":
      return post({ type: "grace-expired", path: timer.path, always: timer.always });
    case "run":
      return post({ type: "cancel", path: timer.path, because: { kind: "timeout" } });
    default:
      timer satisfies never;
  }
}
