import { context, trace } from "@opentelemetry/api";
import { createEngine, memoryStore, type Store } from "@stepspan/engine";
import { traceMetadata } from "@stepspan/otel";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTracing, type Tracing, withContexts } from "../support/traced.ts";
import { turn } from "../support/turn.ts";

withContexts();

const approved = defineEvent("approved", z.string());

/** Waits in the second step; both look at the trace that they are in. */
const approval = (tracing: Tracing) =>
  workflow("approval")
    .step("ask", { run: () => tracing.provider.getTracer("user").startSpan("mail").end() })
    .step("wait", {
      dependsOn: ["ask"],
      run: async (_: object, { waitFor }) => {
        const answer = await waitFor(approved);
        tracing.provider.getTracer("user").startSpan("note").end();
        return answer;
      },
    });

/** Starts a run in a request, and leaves it while it waits. */
async function startAndLeave(store: Store, tracing: Tracing, runId: string): Promise<void> {
  const engine = createEngine({ store, observers: [tracing.observer] });
  await tracing.provider.getTracer("user").startActiveSpan("request", async (request) => {
    const handle = engine.start(approval(tracing), undefined, { runId, metadata: traceMetadata() });
    handle.result.catch(() => undefined);
    await turn();
    request.end();
  });
  await engine.close({ runs: "leave" });
}

describe("a run that goes on in another engine", () => {
  it("ends its spans where it is left, without a status", async () => {
    const tracing = createTracing();
    await startAndLeave(memoryStore(), tracing, "r");
    expect(`\n${tracing.tree(({ attributes }) => ` ${attributes["stepspan.status"] ?? "-"}`)}\n`).toBe(`
request -
  run approval -
    step ask succeeded
      attempt ask succeeded
        mail -
    step wait -
      attempt wait -
`);
    expect(tracing.span("run approval").events.map(({ name }) => name)).toEqual(["stepspan.run-left"]);
    expect(tracing.span("run approval").links).toEqual([]); // it lies in the span that its metadata names
  });

  it("is a trace of its own there, linked to that in which it began, with the spans of its bodies in it", async () => {
    const store = memoryStore();
    const [before, after] = [createTracing(), createTracing()];
    await startAndLeave(store, before, "r");
    const engine = createEngine({ store, observers: [after.observer], workflows: [approval(after)] });
    const resuming = await after.provider.getTracer("user").startActiveSpan("click", async (click) => {
      const handle = await engine.resume("r");
      await handle.send(approved, "yes");
      await handle.result;
      click.end();
      return click.spanContext();
    });
    expect(`\n${after.tree(({ attributes }) => ` ${attributes["stepspan.status"] ?? "-"}`)}\n`).toBe(`
click -
run approval succeeded
  step wait succeeded
    attempt wait succeeded
      note -
`);
    const run = after.span("run approval");
    const request = before.span("request").spanContext();
    expect(run.attributes).toMatchObject({ "stepspan.run.id": "r", "stepspan.run.resumed": true });
    expect(run.links.map(({ context: { traceId, spanId }, attributes }) => [traceId, spanId, attributes])).toEqual([
      [resuming.traceId, resuming.spanId, { "stepspan.link": "resumed in" }],
      [request.traceId, request.spanId, { "stepspan.link": "started in" }],
    ]);
    expect(run.events.map(({ name }) => name)).toEqual(["stepspan.run-resumed"]);
  });
});

describe("traceMetadata", () => {
  it("is empty where no span is active, or one that is not valid", () => {
    expect(traceMetadata()).toEqual({});
    const invalid = { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 1 };
    expect(context.with(trace.setSpanContext(context.active(), invalid), traceMetadata)).toEqual({});
  });

  it("writes the active span as W3C Trace Context does", () => {
    const active = { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: 1 };
    const written = context.with(trace.setSpanContext(context.active(), active), traceMetadata);
    expect(written).toEqual({ traceparent: `00-${active.traceId}-${active.spanId}-01` });
  });

  it("is not trusted when it is read: what is no traceparent makes no link", async () => {
    for (const traceparent of [
      "",
      7,
      "00-x",
      `00-${"0".repeat(32)}-${"b".repeat(16)}-01`,
      `00-${"A".repeat(32)}-x-1`,
    ]) {
      const tracing = createTracing();
      const engine = createEngine({ observers: [tracing.observer] });
      await engine.run(workflow("w"), undefined, { metadata: { traceparent } });
      expect(tracing.span("run w").links).toEqual([]);
    }
  });
});
