import type { Span } from "../spans/span.ts";
import { segmentsOf } from "./segments.ts";
import { everySpan } from "./spans-below.ts";

/** A part of the time of a span, in whole microseconds after the start of the run. */
export interface TraceSlice {
  readonly kind: "step" | "attempt" | "dependencies" | "slot" | "retry" | "suspended";
  readonly start: number;
  readonly end: number;
  /** Its number for an attempt, else null. */
  readonly attempt: number | null;
}

/** What a trace shows of a span. */
export interface TracedSpan {
  readonly span: Span;
  /** From its start to its end; null if it never started. */
  readonly whole: TraceSlice | null;
  /** Attempts and waits inside of that: each lies in another or beside it. In order of their starts, the outer first. */
  readonly inside: readonly TraceSlice[];
  /** What it waited for before it started. */
  readonly before: readonly TraceSlice[];
}

/** All spans of a run, cut into slices. */
export function tracedSpans(steps: readonly Span[], start: number, now: number): readonly TracedSpan[] {
  const at = (time: number) => Math.max(0, Math.round((time - start) * 1000));
  return [...everySpan(steps)].map((span) => {
    const { startedAt } = span;
    const before = segmentsOf(span, now)
      .filter(({ finishedAt }) => startedAt === null || finishedAt <= startedAt)
      .flatMap(({ kind, startedAt: from, finishedAt }): TraceSlice[] =>
        kind === "dependencies" || kind === "slot" ? [slice(kind, at(from), at(finishedAt))] : [],
      );
    if (startedAt === null) return { span, whole: null, inside: [], before };
    const whole = slice("step", at(startedAt), at(span.finishedAt ?? now));
    return { span, whole, inside: insideOf(span, whole, at), before };
  });
}

function slice(kind: TraceSlice["kind"], start: number, end: number, attempt: number | null = null): TraceSlice {
  return { kind, start, end: Math.max(start, end), attempt };
}

/** Attempts do not overlap each other; a wait that would reach past its attempt, or into the next one, ends there. */
function insideOf(span: Span, whole: TraceSlice, at: (time: number) => number): readonly TraceSlice[] {
  const starts = span.attempts.map(({ startedAt }) => at(startedAt));
  const attempts = span.attempts.map(({ number, finishedAt }, place) => {
    const end = Math.min(finishedAt === null ? whole.end : at(finishedAt), starts[place + 1] ?? whole.end, whole.end);
    return slice("attempt", starts[place]!, end, number);
  });
  if (attempts.length === 0 && span.waits.length > 0) return [slice("suspended", whole.start, whole.end)];
  const inside: TraceSlice[] = [];
  let next = 0;
  for (const { kind, startedAt, finishedAt } of span.stretches) {
    const start = at(startedAt);
    while (next < attempts.length && attempts[next]!.start <= start) inside.push(attempts[next++]!);
    const around = attempts[next - 1];
    const isAround = around !== undefined && start < around.end;
    const limit = isAround ? around.end : (attempts[next]?.start ?? whole.end);
    const end = Math.min(finishedAt === null ? whole.end : at(finishedAt), limit);
    if (end > start) inside.push(slice(kind, start, end));
  }
  return [...inside, ...attempts.slice(next)];
}
