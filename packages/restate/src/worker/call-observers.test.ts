import type { ObservedAttempt, Observer } from "@stepspan/engine";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callsOf, callTo } from "../../../../test/restate/support/called-steps.ts";
import { createTracing, withContexts } from "../../../../test/support/traced.ts";

withContexts();

const progress = defineEvent("progress", z.number());

describe("the observers of a worker", () => {
  it("hear of the call as of a run that goes on here, of what it emits, and of its end", async () => {
    const heard: unknown[] = [];
    const observer: Observer = {
      onEvent: (event, run) => void heard.push([event.type, run.runId, run.workflow, run.resumedFrom?.metadata]),
      aroundAttempt: ({ path, attempt }: ObservedAttempt, body) => {
        heard.push(["around", path, attempt]);
        body();
        heard.push("left");
      },
      onEnd: ({ runId }) => void heard.push(["end", runId]),
    };
    const inner = workflow("inner").step("work", { run: (_: object, { emit }) => emit(progress, 1) });
    const call = callsOf(workflow("outer").subflow("below", { workflow: inner }), { observers: [observer] });
    await call("below/work", { attempt: 2 }).output;
    expect(heard).toEqual([
      ["attempt-started", "run-1", "outer", {}],
      ["around", "below/work", 2],
      ["event-emitted", "run-1", "outer", {}],
      "left",
      ["end", "run-1"],
    ]);
  });

  it("of OpenTelemetry have the spans of bodies below that of the attempt, and link to where the run was started", async () => {
    const tracing = createTracing();
    const tracer = tracing.provider.getTracer("body");
    const steps = workflow("traced").step("work", {
      run: () => tracer.startActiveSpan("inside", (span) => span.end()),
    });
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const { run } = callTo("", {}, 0);
    await callsOf(steps, { observers: [tracing.observer] })("work", { run: { ...run, metadata: { traceparent } } })
      .output;
    expect(tracing.tree()).toBe("run traced\n  step work\n    attempt work\n      inside");
    expect(tracing.span("run traced").links.map(({ context }) => context.traceId)).toEqual(["a".repeat(32)]);
  });
});
