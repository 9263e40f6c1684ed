import { getEventListeners } from "node:events";
import { readFile } from "node:fs/promises";
import {
  DefinitionError,
  type EmittedEvent,
  InputError,
  memoryStore,
  type RunEvent,
  type StepContext,
} from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { handMadeWorkflow } from "../fixtures/hand-made-workflow.ts";
import "../matchers/register-matchers.ts";
import { testRun } from "./test-run.ts";

const never = () => new Promise<never>(() => {});

const report = handMadeWorkflow([
  { name: "fetchUsers", run: async () => ["ada"] },
  { name: "fetchOrders", run: never },
  { name: "merge", reads: ["fetchUsers", "fetchOrders"], run: (params: object) => params },
]);

describe("testRun", () => {
  it("runs a workflow and resolves with the run", async () => {
    const run = await testRun(report, { mocks: { fetchOrders: [1, 2] } });
    expect(run).toHaveSucceeded();
    expect(run.output).toEqual({ fetchUsers: ["ada"], fetchOrders: [1, 2] });
    expect(run).toHaveRunInParallel("fetchUsers", "fetchOrders");
    expect(run).toHaveRunBefore("fetchOrders", "merge");
    expect(run).not.toHaveRunBefore("merge", "fetchOrders");
    expect(report).toHaveDependencies("merge", ["fetchOrders", "fetchUsers"]);
    expect(run).toMatchSpanGraph(`
      report
        fetchUsers
        fetchOrders
        merge <- fetchUsers, fetchOrders
    `);
  });

  it("resolves with a run that failed", async () => {
    const boom = new Error("boom");
    const run = await testRun(report, {
      mocks: {
        fetchOrders: () => {
          throw boom;
        },
      },
    });
    expect(run).toHaveFailed("fetchOrders");
    expect(run).toHaveFailed();
    expect(run).toHaveSkipped("merge", { kind: "upstream", step: "fetchOrders" });
    expect(run.errors[0]?.cause).toBe(boom);
  });

  it("resolves with a run that was cancelled", async () => {
    const abortion = new AbortController();
    const onEvent = (event: RunEvent | EmittedEvent) => {
      if (event.type === "attempt-started" && event.path === "fetchOrders") abortion.abort("enough");
    };
    const run = await testRun(report, {
      signal: abortion.signal,
      gracePeriod: "2s",
      observers: [{ onEvent }],
    });
    expect(run).toHaveCancelled();
    expect(run).toHaveCancelled("fetchOrders");
    expect(run.duration).toBe(2000);
  });

  it("rejects if the input does not match its schema", async () => {
    const workflow = handMadeWorkflow([{ name: "a" }], { input: z.object({ day: z.string() }) });
    await expect(testRun(workflow, { input: { day: 1 } })).rejects.toThrow(InputError);
  });

  it("hands over input, metadata and runId", async () => {
    const workflow = handMadeWorkflow([{ name: "look", run: (_: never, { run }: StepContext) => run }]);
    const run = await testRun(workflow, { input: { day: 1 }, metadata: { request: "r" }, runId: "run-7" });
    expect(run.input).toEqual({ day: 1 });
    expect(run.output).toEqual({ id: "run-7", workflow: "report", metadata: { request: "r" }, parentRunId: null });
  });

  it("declares the queues that steps name, and takes their limits", async () => {
    const workflow = handMadeWorkflow(["a", "b", "c"].map((name) => ({ name, queue: "api" })));
    expect(await testRun(workflow)).toHaveRunInParallel("a", "b", "c");
    const limited = await testRun(workflow, { queues: { api: { rate: { limit: 1, interval: "1m" } } } });
    expect(limited.spans.map((span) => span.startedAt)).toEqual([0, 60_000, 120_000]);
  });

  it("takes a store, in which states outlive a run", async () => {
    const store = memoryStore();
    const count = (_: never, { stepState }: StepContext) => stepState.processCount;
    const workflow = handMadeWorkflow([{ name: "count", run: count }]);
    const outputs = [await testRun(workflow, { store }), await testRun(workflow, { store })].map(
      ({ output }) => output,
    );
    expect(outputs).toEqual([1, 2]);
  });

  it("leaves no timer and no listener behind", async () => {
    const clock = createManualClock();
    const { signal } = new AbortController();
    const workflow = handMadeWorkflow([{ name: "a", timeoutMs: 1000 }]);
    await testRun(workflow, { clock, signal, timeout: "1m" });
    expect(clock.nextTimer).toBeNull();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("refuses options that it does not know", async () => {
    await expect(testRun(report, { mock: {} } as object)).rejects.toThrow(
      new DefinitionError(
        'testRun got the unknown option "mock". Did you mean "mocks"? Its options are input, mocks, order, answers, events, clock, concurrency, schedule, queues, gracePeriod, observers, store, classes, runId, metadata, signal, timeout, resources.',
      ),
    );
    await expect(testRun(report, { mocks: null } as object)).rejects.toThrow(
      new DefinitionError("testRun takes mocks as an object: mocks: { name: output or function }."),
    );
    await expect(testRun(report, { order: "merge" } as object)).rejects.toThrow(
      new DefinitionError("testRun takes order as a list of names: order: [name, name]."),
    );
  });
});

describe("mocks", () => {
  it("that are functions get the parameters and the context of the step", async () => {
    const merge = vi.fn((params: object, context: StepContext) => `${Object.keys(params)} ${context.attempt}`);
    const run = await testRun(report, { mocks: { fetchOrders: async () => 2, merge } });
    expect(run.output).toBe("fetchUsers,fetchOrders 1");
    expect(merge).toHaveBeenCalledExactlyOnceWith({ fetchUsers: ["ada"], fetchOrders: 2 }, expect.anything());
  });

  it("may be undefined, null and false", async () => {
    const run = await testRun(report, { mocks: { fetchUsers: undefined, fetchOrders: null, merge: false } });
    expect(run.span("fetchUsers" as never)).toMatchObject({ status: "succeeded", output: undefined });
    expect(run.output).toBe(false);
  });

  it("keep guards, retries and all else of their steps", async () => {
    const workflow = handMadeWorkflow([
      { name: "price", when: false },
      { name: "fetch", attempts: 3, delayMs: 1000 },
    ]);
    const run = await testRun(workflow, {
      mocks: {
        price: 1,
        fetch: (_: object, { attempt }: StepContext) => {
          if (attempt < 3) throw new Error("not yet");
          return attempt;
        },
      },
    });
    expect(run).toMatchSpanGraph("report\n  fetch ×3\n  price skipped: guard");
  });

  it("of an unknown step are refused with a suggestion", async () => {
    await expect(testRun(report, { mocks: { fetchOrder: 1 } })).rejects.toThrow(
      new DefinitionError(
        'testRun: there is a mock for "fetchOrder", but workflow "report" has no such step. Did you mean "fetchOrders"?',
      ),
    );
    await expect(testRun(report, { mocks: { toString: 1 } })).rejects.toThrow(DefinitionError);
  });
});

describe("time", () => {
  it("begins at 0 and jumps over retries", async () => {
    const workflow = handMadeWorkflow([
      {
        name: "fetch",
        attempts: 4,
        delayMs: 3_600_000,
        run: (_: never, { attempt }: StepContext) => {
          if (attempt < 4) throw new Error("not yet");
        },
      },
    ]);
    const run = await testRun(workflow);
    expect(run).toHaveSucceeded();
    expect(run.startedAt).toBe(0);
    expect(run.duration).toBe(3 * 3_600_000);
  });

  it("jumps to the timeout of a step that never settles", async () => {
    const run = await testRun(handMadeWorkflow([{ name: "wait", run: never, timeoutMs: 30_000 }]));
    expect(run).toMatchSpanGraph('report failed\n  wait failed: "timeout of 30000 ms"');
    expect(run.duration).toBe(30_000);
  });

  it("jumps in fractions too", async () => {
    const steps = [0.1, 0.2, 0.7].map((timeoutMs) => ({ name: `${timeoutMs}`, run: never, timeoutMs }));
    const run = await testRun(handMadeWorkflow(steps, { failFast: false }));
    expect(run.duration).toBe(0.7);
  });

  it("goes along with real time while a step does real work", async () => {
    const workflow = handMadeWorkflow([
      { name: "work", timeoutMs: 10_000, run: () => new Promise((resolve) => setTimeout(resolve, 30, "done")) },
      { name: "read", timeoutMs: 10_000, run: () => readFile(import.meta.filename) },
      {
        name: "slow",
        timeoutMs: 20,
        run: () => new Promise((resolve) => setTimeout(resolve, 60)),
        continueOnError: true,
      },
    ]);
    const run = await testRun(workflow);
    expect(run).toHaveSucceeded("work");
    expect(run).toHaveSucceeded("read");
    expect(run).toHaveFailed("slow");
    expect(run.duration).toBeGreaterThanOrEqual(20);
    expect(run.duration).toBeLessThan(1000);
  });

  it("jumps although something is open that belongs to no step", async () => {
    const open = setInterval(() => {}, 60_000);
    const kept: NodeJS.Timeout[] = [];
    const workflow = handMadeWorkflow([
      { name: "connect", run: () => void kept.push(setInterval(() => {}, 60_000)) },
      { name: "wait", dependsOn: ["connect"], run: never, timeoutMs: 30_000 },
    ]);
    try {
      expect(await testRun(workflow)).toHaveFailed("wait");
    } finally {
      for (const timer of [open, ...kept]) clearInterval(timer);
    }
  });

  it("is the test's where it gives a clock", async () => {
    const clock = createManualClock(500);
    const gate = Promise.withResolvers<string>();
    const workflow = handMadeWorkflow([
      { name: "gated", run: () => gate.promise, timeoutMs: 1000 },
      { name: "wait", run: never, timeoutMs: 2000, continueOnError: true },
    ]);
    const running = testRun(workflow, { clock });
    await vi.waitFor(() => expect(clock.nextTimer).toBe(1500));
    clock.advance(999);
    gate.resolve("open");
    await vi.waitFor(() => expect(clock.nextTimer).toBe(2500));
    clock.advance(1001);
    const run = await running;
    expect(run).toHaveSucceeded("gated");
    expect(run.duration).toBe(2000);
  });

  it("passes while the timers of the platform are replaced", async () => {
    vi.useFakeTimers();
    try {
      const run = await testRun(handMadeWorkflow([{ name: "wait", run: never, timeoutMs: 30_000 }]));
      expect(run).toHaveFailed("wait");
    } finally {
      vi.useRealTimers();
    }
  });
});
