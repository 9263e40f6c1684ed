import { type Context, type ContextManager, context, ROOT_CONTEXT, type Span, type Tracer } from "@opentelemetry/api";
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createEngine, type Observer, type Run } from "@stepspan/engine";
import { otelObserver } from "@stepspan/otel";
import { workflow } from "stepspan";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTracing, withContexts } from "../support/traced.ts";
import { turn } from "../support/turn.ts";

withContexts();

const complaints: unknown[] = [];
beforeEach(() => {
  complaints.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void complaints.push(words.join(" ")));
});
afterEach(() => vi.restoreAllMocks());

let calls = 0;
const work = workflow("work")
  .step("load", {
    retry: { attempts: 2 },
    run: async (_: object, { attempt }) => {
      calls++;
      await turn();
      if (attempt === 1) throw new Error("again");
      return attempt;
    },
  })
  .map("each", { over: () => [1, 2, 3], params: { item: ({ item }) => item }, run: ({ item }) => item * 2 })
  .step("sum", {
    params: { loaded: ({ stepSpan }) => stepSpan("load").output, each: ({ stepSpan }) => stepSpan("each").output },
    run: ({ loaded, each }) => loaded + each.length,
  });

/** What a run amounts to: statuses, outputs and numbers of attempts. */
async function outcomeWith(observers: readonly Observer[]): Promise<unknown> {
  calls = 0;
  await using engine = createEngine({ observers });
  const run: Run = await engine.run(work);
  return [
    calls,
    run.status,
    run.output,
    run.spans.map(({ name, status, attempts }) => [name, status, attempts.length]),
  ];
}

const fail = (): never => {
  throw new Error("out of order");
};

/** Every method that is called throws, also those of the spans that it gives. */
const brokenTracer: Tracer = { startSpan: fail, startActiveSpan: fail };

const brokenSpan = new Proxy({}, { get: () => fail }) as Span;
const tracerOfBrokenSpans: Tracer = { startSpan: () => brokenSpan, startActiveSpan: fail };

const processor = (broken: Partial<SpanProcessor>): SpanProcessor => ({
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
  ...broken,
});

const brokenManager: ContextManager = {
  active: () => ROOT_CONTEXT,
  with: fail,
  bind: <T>(_: Context, target: T) => target,
  enable: () => brokenManager,
  disable: () => brokenManager,
};

describe("a run that is traced", () => {
  it("is what it is without traces, whatever of these throws", async () => {
    const plain = await outcomeWith([]);
    const observers = {
      "a tracer": otelObserver({ tracer: brokenTracer }),
      "its spans": otelObserver({ tracer: tracerOfBrokenSpans }),
      "a processor at the start": createTracing({}, [processor({ onStart: fail })]).observer,
      "a processor at the end": createTracing({}, [processor({ onEnd: fail })]).observer,
      "a meter": otelObserver({ meter: { createHistogram: fail } as never }),
    };
    for (const [what, observer] of Object.entries(observers)) {
      expect(await outcomeWith([observer]), what).toEqual(plain);
    }
    const complaint = "An observer of the engine failed: Error: out of order. The runs go on; mend its";
    expect(complaints).toEqual([...Array(5).fill(`${complaint} onEvent.`), `${complaint} onEnd.`]); // the meter is told of ends
  });

  it("is what it is without traces if contexts cannot be set", async () => {
    const plain = await outcomeWith([]);
    context.disable();
    context.setGlobalContextManager(brokenManager);
    expect(await outcomeWith([createTracing().observer])).toEqual(plain);
    expect(complaints).toEqual([
      "An observer of the engine failed: Error: out of order. The runs go on; mend its aroundAttempt.",
    ]);
  });

  it("is what it is without traces if an exporter throws or never answers", async () => {
    const plain = await outcomeWith([]);
    const exporters: SpanExporter[] = [
      { export: fail, shutdown: async () => undefined },
      { export: () => undefined, shutdown: async () => undefined },
    ];
    for (const exporter of exporters) {
      const batch = new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1, exportTimeoutMillis: 1 });
      expect(await outcomeWith([createTracing({}, [batch]).observer])).toEqual(plain);
      await batch.shutdown().catch(() => undefined);
    }
  });

  it("has the spans of all that came after a tracer failed once", async () => {
    const tracing = createTracing();
    const real = tracing.provider.getTracer("test");
    let starts = 0;
    const startSpan: Tracer["startSpan"] = (...given) => (++starts === 2 ? fail() : real.startSpan(...given));
    const observer = otelObserver({ tracer: { startSpan, startActiveSpan: fail } });
    const two = workflow("two")
      .step("left", { run: () => 1 })
      .step("right", { run: () => 2 });
    await createEngine({ observers: [observer], concurrency: 1 }).run(two);
    expect(`\n${tracing.tree()}\n`).toBe(`
run two
  step right
    attempt right
  attempt left
`);
  });
});

describe("without an SDK", () => {
  it("a run is what it is without traces, and nothing is kept", async () => {
    context.disable();
    const plain = await outcomeWith([]);
    expect(await outcomeWith([otelObserver()])).toEqual(plain);
    expect(complaints).toEqual([]);
  });
});
