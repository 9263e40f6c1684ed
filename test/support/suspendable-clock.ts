import type { Clock } from "@stepspan/engine";

/** A clock as a process sees it that can be stopped (SIGSTOP): time goes on, and its timers ring when it goes on too. */
export interface SuspendableClock extends Clock {
  suspend(): void;
  goOn(): void;
}

export function suspendableClock(clock: Clock): SuspendableClock {
  let isSuspended = false;
  const late: (() => void)[] = [];
  return {
    now: () => clock.now(),
    setTimer(at, ring, isBackground) {
      let isTakenBack = false;
      const ringUnlessTakenBack = () => {
        if (!isTakenBack) ring();
      };
      const cancel = clock.setTimer(
        at,
        () => (isSuspended ? void late.push(ringUnlessTakenBack) : ringUnlessTakenBack()),
        isBackground,
      );
      return () => {
        isTakenBack = true;
        cancel();
      };
    },
    suspend: () => {
      isSuspended = true;
    },
    goOn: () => {
      isSuspended = false;
      for (const ring of late.splice(0)) ring();
    },
  };
}
