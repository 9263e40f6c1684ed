import type { Run, RunEvent, Span } from "@stepspan/engine";
import type { Interval } from "./intervals.ts";
import { beginsWork, endsAttempt } from "./settling-events.ts";

type IntervalsByPath = ReadonlyMap<string, readonly Interval[]>;

const journals = new WeakMap<Run, IntervalsByPath>();

/** Remembers the order of a run's events, which tells apart what happened in one millisecond. */
export function rememberJournal(run: Run, events: readonly RunEvent[]): void {
  journals.set(run, intervalsByPath(events));
}

/** Whether the order of this run's events is known; without it only times can be compared. */
export function hasJournal(run: Run): boolean {
  return journals.has(run);
}

/**
 * When a step ran: while its attempts were open, or from the begin to the end of what lies below it; a race for the
 * moment at which it was decided. In places of the journal if it is known, else in milliseconds.
 */
export function runningIntervals(run: Run, span: Span): readonly Interval[] {
  const journal = journals.get(run);
  if (journal !== undefined) return journal.get(span.path) ?? [];
  if (span.attempts.length > 0) {
    return span.attempts.map(({ startedAt, finishedAt }) => ({ start: startedAt, end: finishedAt ?? Infinity }));
  }
  const start = span.startedAt ?? (span.status === "succeeded" ? span.finishedAt : null);
  return start === null ? [] : [{ start, end: span.finishedAt ?? Infinity }];
}

function intervalsByPath(events: readonly RunEvent[]): IntervalsByPath {
  const intervals = new Map<string, Interval[]>();
  for (const event of events) {
    if (!("path" in event)) continue;
    const known = intervals.get(event.path) ?? [];
    const open = known.at(-1);
    const { sequence } = event;
    if (beginsWork(event)) {
      if (open?.end !== Infinity) known.push({ start: sequence, end: Infinity }); // a wait of an open attempt is a part of it
    } else if (endsAttempt(event)) {
      if (open?.end === Infinity) known[known.length - 1] = { ...open, end: sequence };
      else if (open === undefined && event.type === "step-succeeded") known.push({ start: sequence, end: sequence });
    }
    if (known.length > 0) intervals.set(event.path, known);
  }
  return intervals;
}
