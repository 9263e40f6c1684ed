import type { Span, SpanStatus } from "../spans/span.ts";
import { statuses } from "./status-signs.ts";

/** How many spans have each status; those that none has are left out. */
export type StatusCounts = ReadonlyMap<SpanStatus, number>;

/** Counts the spans, in the order of bars. */
export function statusCounts(spans: readonly Span[]): StatusCounts {
  const counts = new Map<SpanStatus, number>();
  for (const { status } of spans) counts.set(status, (counts.get(status) ?? 0) + 1);
  return new Map(statuses.flatMap((status) => (counts.has(status) ? [[status, counts.get(status)!] as const] : [])));
}

/** `3 succeeded, 1 failed`. */
export function countsText(counts: StatusCounts): string {
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}
