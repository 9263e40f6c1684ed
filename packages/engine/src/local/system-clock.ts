import type { Clock } from "../ports/clock.ts";

/** Timers of the platform overflow beyond this many milliseconds and ring at once, so long ones are set in pieces. */
const longestTimer = 2 ** 31 - 1;

/** Asking for it each time costs as much as the time itself. */
const { timeOrigin } = performance;

/** The machine's clock. It does not jump when the wall clock is set, so that durations are never negative. */
export const systemClock: Clock = {
  now: () => timeOrigin + performance.now(),

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
