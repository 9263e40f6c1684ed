import { Heap } from "../local/heap.ts";
import type { Clock } from "../ports/clock.ts";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** When the next timer rings; null if none is set. */
  readonly nextTimer: number | null;
  /** Moves time on by so many milliseconds and rings what is due, in order of time. */
  advance(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  ring: (() => void) | null;
}

/** @param start the time at which it stands, in milliseconds since the epoch; default 0 */
export function createManualClock(start = 0): ManualClock {
  const timers = new Heap<Timer>((a, b) => (a.at === b.at ? a.order < b.order : a.at < b.at));
  let now = start;
  let order = 0;

  const next = (): Timer | undefined => {
    while (timers.peek()?.ring === null) timers.pop();
    return timers.peek();
  };

  return {
    now: () => now,
    setTimer(at, ring) {
      const timer: Timer = { at, order: order++, ring };
      timers.push(timer);
      return () => {
        timer.ring = null;
      };
    },
    get nextTimer() {
      return next()?.at ?? null;
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = next(); timer !== undefined && timer.at <= end; timer = next()) {
        timers.pop();
        now = Math.max(now, timer.at);
        timer.ring?.();
      }
      now = end;
    },
  };
}
