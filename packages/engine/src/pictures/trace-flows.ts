import type { ChromeTraceEvent } from "../spans/chrome-trace.ts";
import type { Run } from "../spans/run.ts";
import type { Span } from "../spans/span.ts";
import type { TracedSpan } from "./trace-slices.ts";

/**
 * Two entries for each dependency of a step on another that both began: an arrow from the end of one slice to the start of
 * the other. What a lambda did not read, and what was read before it ended, has none.
 *
 * @param pid of the process in which `laneOf` has the lanes
 */
export function traceFlows(
  run: Run,
  started: readonly TracedSpan[],
  laneOf: ReadonlyMap<Span, number>,
  pid: number,
): readonly ChromeTraceEvent[] {
  const wholeOf = new Map(started.map(({ span, whole }) => [span, whole!])); // they started
  const events: ChromeTraceEvent[] = [];
  let id = 0;
  for (const steps of runsOf(run)) {
    const byName = new Map(steps.map((span) => [span.name, span]));
    for (const target of steps) {
      for (const [name, kind] of sourcesOf(target)) {
        const source = byName.get(name);
        const [from, to] = [source && wholeOf.get(source), wholeOf.get(target)];
        if (source === undefined || from === undefined || to === undefined || from.end > to.start) continue;
        id++;
        const arrow = { name: kind, cat: "dependency", id, pid };
        // A slice does not hold its own end.
        events.push({ ph: "s", ...arrow, tid: laneOf.get(source)!, ts: Math.max(from.start, from.end - 1) });
        events.push({ ph: "f", bp: "e", ...arrow, tid: laneOf.get(target)!, ts: to.start });
      }
    }
  }
  return events;
}

/** The steps of the run and those of each sub-workflow in it. */
function* runsOf(run: Run): Generator<readonly Span[]> {
  const open: (readonly Span[])[] = [run.rootSpan.steps];
  for (let steps = open.pop(); steps !== undefined; steps = open.pop()) {
    yield steps;
    for (const step of steps) {
      for (const holder of [step, ...step.items]) if (holder.steps.length > 0) open.push(holder.steps);
    }
  }
}

/** Each step that it waited for or read, once, with the kind of the first edge. */
function sourcesOf(span: Span): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const reader of [span, ...span.items]) {
    for (const { step, kind, read } of reader.dependencies) {
      if ((read || kind === "order") && !sources.has(step)) sources.set(step, kind);
    }
  }
  return sources;
}
