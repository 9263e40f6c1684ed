import { trace } from "@opentelemetry/api";
import { createEngine, memoryStore } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createCountedObserver } from "../../packages/otel/src/otel-observer.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { createTracing, withContexts } from "../support/traced.ts";
import { turn } from "../support/turn.ts";

withContexts();

const failing = workflow("failing").step("a", {
  run: () => {
    throw new Error("no");
  },
});

describe("of 10,000 runs", () => {
  it("nothing is kept, whether they succeeded, failed or were cancelled", { timeout: 120_000 }, async () => {
    const { observer, openRuns } = createCountedObserver({ tracer: trace.getTracer("none") });
    const engine = createEngine({ observers: [observer], store: memoryStore({ keepEvents: 0 }) });
    let mostOpen = 0;
    const child = workflow("child").step("work", { run: () => 1 });
    const mixed = workflow("mixed")
      .step("a", {
        run: () => {
          mostOpen = Math.max(mostOpen, openRuns());
          return [1, 2];
        },
      })
      .map("each", { over: ({ stepSpan }) => stepSpan("a").output, run: () => 1 })
      .subflow("below", { workflow: child });

    for (let round = 0; round < 100; round++) {
      const results = Array.from({ length: 100 }, (_, at) => {
        if (at % 3 === 0) return engine.run(failing);
        return engine.run(mixed, undefined, at % 3 === 1 ? { signal: AbortSignal.abort() } : {});
      });
      await Promise.allSettled(results);
    }
    expect(mostOpen).toBeGreaterThan(0);
    expect(openRuns()).toBe(0);
  });

  it("nothing is kept of runs that an engine left, or that its store failed", async () => {
    const { observer, openRuns } = createCountedObserver({ tracer: createTracing().provider.getTracer("test") });
    const steps = createHeldSteps();
    const waiting = workflow("waiting").step("a", { run: steps.held("a") });
    const engine = createEngine({ observers: [observer], store: memoryStore() });
    for (let at = 0; at < 10; at++) engine.start(waiting).result.catch(() => undefined);
    await turn();
    expect(openRuns()).toBe(10);
    await engine.close({ runs: "leave" });
    expect(openRuns()).toBe(0);

    const { open, ...store } = memoryStore();
    const full = {
      ...store,
      open: (runId: string) => ({
        ...open(runId),
        append: (position: number) => {
          if (position > 0) throw new Error("the disk is full");
        },
      }),
    };
    const failed = createEngine({ observers: [observer], store: full }).run(waiting);
    await expect(failed).rejects.toThrow("the disk is full");
    expect(openRuns()).toBe(0);
  });
});
