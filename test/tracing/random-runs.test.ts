import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createEngine, type Engine, type EngineOptions, type Observer, type RunEvent } from "@stepspan/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCountedObserver } from "../../packages/otel/src/otel-observer.ts";
import type { PlayedFlow } from "../properties/forms/host/forms-host.ts";
import { flowStory } from "../properties/forms/host/story-case.ts";
import { playFlow } from "../properties/forms/play-flow.ts";
import { trials } from "../support/random-trials.ts";
import { createTracing, timeOf, withContexts } from "../support/traced.ts";

withContexts();

/** What one engine of a story was traced by. */
interface TracedEngine {
  readonly spans: () => readonly ReadableSpan[];
  /** How many spans began. */
  readonly begun: () => number;
  readonly openRuns: () => number;
}

/** Engines that are traced, and what their observers threw. */
function createTracedEngines() {
  const engines: TracedEngine[] = [];
  const thrown: unknown[] = [];
  const create = (options: EngineOptions): Engine => {
    let begun = 0;
    const counting: SpanProcessor = {
      onStart: () => void begun++,
      onEnd: () => undefined,
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    };
    const tracing = createTracing({}, [counting]);
    const { observer, openRuns } = createCountedObserver({ tracer: tracing.provider.getTracer("test") });
    engines.push({ spans: tracing.spans, begun: () => begun, openRuns });
    return createEngine({ ...options, observers: [...(options.observers ?? []), guarded(observer, thrown)] });
  };
  return { create, engines, thrown };
}

/** An observer of which nothing is swallowed. */
function guarded(observer: Required<Observer>, thrown: unknown[]): Observer {
  const tell = (act: () => void) => {
    try {
      act();
    } catch (error) {
      thrown.push(error);
    }
  };
  return {
    onEvent: (event, run) => tell(() => observer.onEvent(event, run)),
    aroundAttempt: (attempt, body) => tell(() => observer.aroundAttempt(attempt, body)),
    onEnd: (run) => tell(() => observer.onEnd(run)),
  };
}

function checkSpans(
  { engines, thrown }: ReturnType<typeof createTracedEngines>,
  { events, restarts }: PlayedFlow,
): void {
  expect(thrown).toEqual([]);
  const last = engines.at(-1)!; // the run went on somewhere
  const spans = last.spans();
  expect(last.openRuns()).toBe(0);
  expect(spans.length).toBe(last.begun());
  checkNesting(spans);
  if (restarts.length > 0) return;
  const settled = new Map(events.flatMap(settlementOf));
  const shown = new Map(spans.filter(({ name }) => !/^(run|attempt) /.test(name)).map(statusOf));
  expect(shown).toEqual(settled);
  const attempts = spans.filter(({ name }) => name.startsWith("attempt "));
  expect(attempts.length).toBe(events.filter(({ type }) => type === "attempt-started").length);
}

/** Each lies within the span around it, and all are of one trace. */
function checkNesting(spans: readonly ReadableSpan[]): void {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  expect(spans.filter(({ parentSpanContext }) => parentSpanContext === undefined)).toHaveLength(1);
  for (const { name, startTime, endTime, parentSpanContext } of spans) {
    const [start, end] = [timeOf(startTime), timeOf(endTime)];
    expect(end, name).toBeGreaterThanOrEqual(start);
    const parent = byId.get(parentSpanContext?.spanId ?? "");
    if (parent === undefined) continue;
    expect(start, name).toBeGreaterThanOrEqual(timeOf(parent.startTime));
    expect(end, name).toBeLessThanOrEqual(timeOf(parent.endTime));
  }
}

function settlementOf(event: RunEvent): readonly (readonly [string, string])[] {
  switch (event.type) {
    case "step-succeeded":
    case "step-failed":
    case "step-skipped":
    case "step-cancelled":
      return [[event.path, event.type.slice("step-".length)]];
    default:
      return [];
  }
}

function statusOf({ attributes }: ReadableSpan): readonly [string, string] {
  return [String(attributes["stepspan.step.path"]), String(attributes["stepspan.status"])];
}

describe("the spans of random runs, with pauses, restarts and cancels,", () => {
  it.for(["calm", "wild"] as const)(
    "lie within each other, all end, and say what became of what: %s",
    {
      timeout: 600_000,
    },
    async (kind) => {
      const property = fc.asyncProperty(flowStory(kind), async (story) => {
        const traced = createTracedEngines();
        await playFlow(story, (played) => checkSpans(traced, played), traced.create as typeof createEngine);
      });
      await fc.assert(property, trials(`spans of ${kind} runs`, 200));
    },
  );
});
