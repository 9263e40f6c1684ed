import { context, propagation, trace } from "@opentelemetry/api";
import { createEngine } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createTracing, withContexts } from "../support/traced.ts";
import { turn } from "../support/turn.ts";

withContexts();

describe("the context of traces", () => {
  it("reaches what a body calls and awaits: its own spans lie below the attempt, in each retry, item and stream", async () => {
    const tracing = createTracing();
    const tracer = tracing.provider.getTracer("user");
    const query = async (name: string) => {
      await turn();
      tracer.startSpan(name).end();
    };
    const spanning = workflow("spanning")
      .step("load", {
        retry: { attempts: 2 },
        run: async (_: object, { attempt }) => {
          await query(`query ${attempt}`);
          if (attempt === 1) throw new Error("again");
        },
      })
      .map("each", {
        over: () => [1, 2],
        params: { item: ({ item }) => item },
        run: ({ item }) => query(`item ${item}`),
      })
      .step("stream", {
        run: async function* () {
          await query("first");
          yield 1;
          await query("second");
        },
      });
    await createEngine({ observers: [tracing.observer], concurrency: 1 }).run(spanning);
    expect(`\n${tracing.tree()}\n`).toBe(`
run spanning
  step load
    attempt load
      query 1
    attempt load
      query 2
  step each
    item each
      attempt each
        item 1
    item each
      attempt each
        item 2
  step stream
    attempt stream
      first
      second
`);
  });

  it("begins where the run was started: its span lies in the one that was active, and so do runs that a step starts", async () => {
    const tracing = createTracing();
    const engine = createEngine({ observers: [tracing.observer] });
    const inner = workflow("inner").step("work", { run: () => 1 });
    const outer = workflow("outer").step("call", { run: async () => (await engine.run(inner)).output });
    const tracer = tracing.provider.getTracer("user");
    await tracer.startActiveSpan("request", async (request) => {
      await engine.run(outer);
      request.end();
    });
    await engine.run(inner);
    expect(`\n${tracing.tree()}\n`).toBe(`
request
  run outer
    step call
      attempt call
        run inner
          step work
            attempt work
run inner
  step work
    attempt work
`);
  });

  it("is that of its own run, also for a body that starts when another run gives its slot back", async () => {
    const tracing = createTracing();
    const engine = createEngine({ observers: [tracing.observer], concurrency: 1 });
    const traces: Record<string, string | undefined> = {};
    const note = async ({ name }: { name: string }) => {
      await turn();
      traces[name] = trace.getSpanContext(context.active())?.traceId;
    };
    const noting = (name: string) => workflow(name).step("note", { params: { name }, run: note });
    const tracer = tracing.provider.getTracer("user");
    const under = (name: string) =>
      tracer.startActiveSpan(name, async (request) => {
        await engine.run(noting(name));
        request.end();
        return request.spanContext().traceId;
      });
    const [one, other] = await Promise.all([under("one"), under("other")]);
    expect(one).not.toBe(other);
    expect(traces).toEqual({ one, other });
  });

  it("has the baggage of the caller", async () => {
    const tracing = createTracing();
    const engine = createEngine({ observers: [tracing.observer] });
    const reads = workflow("reads").step("read", {
      run: () => propagation.getActiveBaggage()?.getEntry("tenant")?.value,
    });
    const baggage = propagation.createBaggage({ tenant: { value: "t-1" } });
    const run = await context.with(propagation.setBaggage(context.active(), baggage), () => engine.run(reads));
    expect(run.output).toBe("t-1");
  });

  it("is not sampled where the caller is not, and user spans are not either", async () => {
    const tracing = createTracing();
    const engine = createEngine({ observers: [tracing.observer] });
    const tracer = tracing.provider.getTracer("user");
    const spanning = workflow("spanning").step("work", { run: () => tracer.startSpan("query").end() });
    const remote = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 0 };
    await context.with(trace.setSpanContext(context.active(), remote), () => engine.run(spanning));
    expect(tracing.spans()).toEqual([]);
  });
});
