import { busyCode, busyTimeoutMs, resultCodeOf } from "./sqlite-failure.ts";

const pauseMs = 10;

/** Tries again, in place, while another process has the file for itself: it opens it anew, or repairs its log. */
export function whileBusy<Result>(act: () => Result): Result {
  const end = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      return act();
    } catch (thrown) {
      if (resultCodeOf(thrown) !== busyCode || Date.now() > end) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
