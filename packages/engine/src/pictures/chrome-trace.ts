import type { ChromeTrace, ChromeTraceEvent } from "../spans/chrome-trace.ts";
import type { Run } from "../spans/run.ts";
import type { Span } from "../spans/span.ts";
import { briefValue } from "./brief-value.ts";
import { displayText } from "./display-text.ts";
import { lanesOf } from "./lanes.ts";
import { traceFlows } from "./trace-flows.ts";
import { type TracedSpan, type TraceSlice, tracedSpans } from "./trace-slices.ts";

/** The lanes of what ran, and those of what had not started. */
const working = 1;
const waiting = 2;

const longestName = 120;
const longestValue = 400;

const names: Readonly<Record<Exclude<TraceSlice["kind"], "step" | "attempt">, string>> = {
  dependencies: "waits for dependencies",
  slot: "waits for a slot",
  retry: "waits for its retry",
  suspended: "waits for an event or a time",
};

/**
 * A run in the Trace Event Format. Steps, items and iterations that overlap in time have lanes of their own; the attempts
 * of a step, and its waits, lie inside of it. Costs O(spans · log spans); reads the run alone, so what was redacted in it
 * stays so.
 */
export function chromeTrace(run: Run): ChromeTrace {
  const traced = tracedSpans(run.rootSpan.steps, run.startedAt, run.startedAt + run.duration);
  const started = traced.filter(({ whole }) => whole !== null);
  const lanes = lanesOf(started.map(({ whole }) => whole!)); // those that never started are not among them
  const laneOf = new Map(started.map(({ span }, at) => [span, lanes[at]! + 1]));
  const early = traced.flatMap(({ span, before }) => before.map((slice) => ({ span, slice })));
  const earlyLanes = lanesOf(early.map(({ slice }) => slice));
  return {
    traceEvents: [
      ...processEvents(working, `${run.workflow} ${run.runId}`, "lane", lanes),
      ...(early.length === 0 ? [] : processEvents(waiting, "not started yet", "waits", earlyLanes)),
      ...started.flatMap((one) => workEvents(one, laneOf.get(one.span)!)),
      ...early.map(({ span, slice }, at) => waitEvent(span, slice, waiting, earlyLanes[at]! + 1)),
      ...traceFlows(run, started, laneOf, working),
    ],
    displayTimeUnit: "ms",
    otherData: {
      runId: shown(run.runId),
      workflow: shown(run.workflow),
      status: run.status,
      startedAt: timeText(run.startedAt),
    },
  };
}

function processEvents(pid: number, name: string, lane: string, lanes: readonly number[]): readonly ChromeTraceEvent[] {
  const count = lanes.reduce((most, at) => Math.max(most, at + 1), 0);
  return [
    { ph: "M", name: "process_name", pid, tid: 0, args: { name: shown(name) } },
    { ph: "M", name: "process_sort_index", pid, tid: 0, args: { sort_index: pid } },
    ...Array.from({ length: count }, (_none, at): ChromeTraceEvent => {
      return { ph: "M", name: "thread_name", pid, tid: at + 1, args: { name: `${lane} ${at + 1}` } };
    }),
  ];
}

/** The outer slice first: viewers take slices that begin together in this order. */
function workEvents({ span, whole, inside }: TracedSpan, tid: number): readonly ChromeTraceEvent[] {
  return [
    sliceEvent(shown(span.name), "step", whole!, working, tid, argsOf(span)), // it started
    ...inside.map((slice) => {
      if (slice.kind !== "attempt") return waitEvent(span, slice, working, tid);
      const error = span.attempts.find(({ number }) => number === slice.attempt)?.error ?? null;
      const args = error === null ? {} : { error: briefValue(error, longestValue) };
      return sliceEvent(`attempt ${slice.attempt}`, "attempt", slice, working, tid, {
        path: shown(span.path),
        ...args,
      });
    }),
  ];
}

function waitEvent(span: Span, slice: TraceSlice, pid: number, tid: number): ChromeTraceEvent {
  const reason = slice.kind === "step" || slice.kind === "attempt" ? slice.kind : names[slice.kind];
  const name = pid === waiting ? `${shown(span.name)} ${reason}` : reason;
  return sliceEvent(name, slice.kind, slice, pid, tid, { path: shown(span.path) });
}

function sliceEvent(
  name: string,
  cat: string,
  { start, end }: TraceSlice,
  pid: number,
  tid: number,
  args: Readonly<Record<string, unknown>>,
): ChromeTraceEvent {
  return { ph: "X", name, cat, pid, tid, ts: start, dur: end - start, args };
}

function argsOf({
  path,
  status,
  input,
  output,
  error,
  skipped,
  cancelled,
  attempts,
}: Span): Readonly<Record<string, unknown>> {
  return {
    path: shown(path),
    status,
    ...(attempts.length > 1 ? { attempts: attempts.length } : {}),
    ...(input === undefined ? {} : { input: brief(input) }),
    ...(output === undefined ? {} : { output: brief(output) }),
    ...(error === null ? {} : { error: brief(error) }),
    ...(skipped === null ? {} : { because: brief(skipped) }),
    ...(cancelled === null ? {} : { because: brief(cancelled) }),
  };
}

function brief(value: unknown): string {
  return shownWhole(briefValue(value, longestValue));
}

function shown(text: string): string {
  return displayText(text, longestName);
}

function shownWhole(text: string): string {
  return displayText(text, longestValue);
}

/** A date where there is one for the time. */
function timeText(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time);
}
