import type { Run, RunEvent, Span } from "@stepspan/engine";
import type { Interval } from "./intervals.ts";
import { endsAttempt } from "./settling-events.ts";

type AttemptsByPath = ReadonlyMap<string, readonly Interval[]>;

const journals = new WeakMap<Run, AttemptsByPath>();

/** Remembers the order of a run's events, which tells apart what happened in one millisecond. */
export function rememberJournal(run: Run, events: readonly RunEvent[]): void {
  journals.set(run, attemptsByPath(events));
}

/** Whether the order of this run's events is known; without it only times can be compared. */
export function hasJournal(run: Run): boolean {
  return journals.has(run);
}

/** When a step's attempts were open: in places of the journal if it is known, else in milliseconds. */
export function attemptIntervals(run: Run, span: Span): readonly Interval[] {
  const journal = journals.get(run);
  if (journal !== undefined) return journal.get(span.path) ?? [];
  return span.attempts.map(({ startedAt, finishedAt }) => ({ start: startedAt, end: finishedAt ?? Infinity }));
}

function attemptsByPath(events: readonly RunEvent[]): AttemptsByPath {
  const attempts = new Map<string, Interval[]>();
  for (const event of events) {
    if (event.type === "attempt-started") {
      const earlier = attempts.get(event.path) ?? [];
      attempts.set(event.path, [...earlier, { start: event.sequence, end: Infinity }]);
    } else if (endsAttempt(event)) {
      const earlier = attempts.get(event.path) ?? [];
      const open = earlier.at(-1);
      if (open?.end === Infinity) attempts.set(event.path, [...earlier.slice(0, -1), { ...open, end: event.sequence }]);
    }
  }
  return attempts;
}
