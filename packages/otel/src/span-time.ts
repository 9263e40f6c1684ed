import type { HrTime } from "@opentelemetry/api";

/**
 * Milliseconds since the epoch as the API takes them for sure: a small number would be read as one of
 * `performance.now()`, and a Date has no fractions.
 */
export function spanTime(time: number): HrTime {
  const seconds = Math.floor(time / 1000);
  const nanoseconds = Math.round((time - seconds * 1000) * 1e6);
  return nanoseconds < 1e9 ? [seconds, nanoseconds] : [seconds + 1, 0];
}
