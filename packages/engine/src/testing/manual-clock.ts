import { Heap } from "../local/heap.ts";
import type { Clock } from "../ports/clock.ts";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** When the next timer rings, those apart that are set in the background; null if there is none. */
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
  const isEarlier = (a: Timer, b: Timer) => (a.at === b.at ? a.order < b.order : a.at < b.at);
  const [foreground, background] = [new Heap<Timer>(isEarlier), new Heap<Timer>(isEarlier)];
  let now = start;
  let order = 0;

  const nextOf = (timers: Heap<Timer>): Timer | undefined => {
    while (timers.peek()?.ring === null) timers.pop();
    return timers.peek();
  };
  /** Takes out the earliest timer that rings by then. */
  const take = (end: number): Timer | undefined => {
    const [one, other] = [nextOf(foreground), nextOf(background)];
    const timers = other === undefined || (one !== undefined && isEarlier(one, other)) ? foreground : background;
    const next = timers.peek();
    return next !== undefined && next.at <= end ? timers.pop() : undefined;
  };

  return {
    now: () => now,
    setTimer(at, ring, isBackground = false) {
      const timer: Timer = { at, order: order++, ring };
      (isBackground ? background : foreground).push(timer);
      return () => {
        timer.ring = null;
      };
    },
    get nextTimer() {
      return nextOf(foreground)?.at ?? null;
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = take(end); timer !== undefined; timer = take(end)) {
        now = Math.max(now, timer.at);
        timer.ring?.();
      }
      now = end;
    },
  };
}
