import type { Clock } from "../ports/clock.ts";

/** Timers of the platform overflow beyond this many milliseconds and ring at once, so long ones are set in pieces. */
const longestTimer = 2 ** 31 - 1;

/**
 * To ask for `performance`, which is a getter of Node, costs as much as to ask it for the time. Who replaces the clock, as
 * a test does, replaces its timers too, and of those one can be told at no cost.
 */
const { performance: own, setTimeout: ownTimer } = globalThis;
const { timeOrigin } = own;

/** The machine's clock. It does not jump when the wall clock is set, so that durations are never negative. */
export const systemClock: Clock = {
  now: () => timeOrigin + (setTimeout === ownTimer ? own : performance).now(),

  setTimer(at, ring, isBackground = false) {
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const left = at - systemClock.now();
      timer =
        left > longestTimer ? setTimeout(wait, longestTimer) : setTimeout(ringOrWait, Math.max(0, Math.ceil(left)));
      if (isBackground) timer.unref();
    };
    const ringOrWait = () => (systemClock.now() < at ? wait() : ring());
    wait();
    return () => clearTimeout(timer);
  },
};
