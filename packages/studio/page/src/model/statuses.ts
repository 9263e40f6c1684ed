import type { RunStatus, SpanStatus } from "@stepspan/engine";

/** Every status of a span or of a run. */
export type Status = SpanStatus | RunStatus;

/** The order in which statuses are counted and listed: what wants attention first. */
export const spanStatuses: readonly SpanStatus[] = [
  "failed",
  "running",
  "suspended",
  "waiting",
  "pending",
  "succeeded",
  "skipped",
  "cancelled",
];

export const runStatuses: readonly RunStatus[] = ["running", "paused", "parked", "succeeded", "failed", "cancelled"];

/** Whether a run in this status may still change. */
export function isOpenRun(status: RunStatus): boolean {
  return status === "running" || status === "paused" || status === "parked";
}

/** Whether a span in this status will not change any more. */
export function isSettled(status: SpanStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "skipped" || status === "cancelled";
}

export type StatusCounts = Readonly<Record<SpanStatus, number>>;

export function countStatuses(spans: readonly { readonly status: SpanStatus }[]): StatusCounts {
  const counts = Object.fromEntries(spanStatuses.map((status) => [status, 0])) as Record<SpanStatus, number>; // one for each
  for (const { status } of spans) counts[status]++;
  return counts;
}
