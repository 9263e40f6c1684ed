import { createManualClock } from "@stepspan/engine/testing";
import { type AnyWorkflow, createEngine, type RunEvent, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { counted } from "../support/counted-body.ts";
import { journalObserver } from "../support/journaled.ts";

const input = z.object({ day: z.string(), rate: z.number().default(1) });

describe("a step with cache", () => {
  it("does not call its body again for the same parameters, in another run", async () => {
    const { run, calls } = counted(({ day }: { day: string }) => ({ of: day }));
    const report = workflow("report", { input })
      .step("price", { params: { day: ({ input }) => input.day }, run, cache: true })
      .step("show", {
        params: { of: ({ stepSpan }) => stepSpan("price").output.of },
        run: ({ of }) => of,
      });
    const clock = createManualClock();
    await using engine = createEngine({ clock });
    const first = await engine.run(report, { day: "mon" });
    clock.advance(5);
    const second = await engine.run(report, { day: "mon" });
    expect(calls).toEqual([{ day: "mon" }]);
    expect([first.output, second.output]).toEqual(["mon", "mon"]);
    const { finishedAt } = first.span("price");
    expect(first.span("price").reusedFrom).toBe(null);
    expect(second.span("price")).toMatchObject({
      status: "succeeded",
      input: { day: "mon" },
      output: { of: "mon" },
      attempts: [],
      reusedFrom: { runId: first.runId, path: "price", time: finishedAt },
    });
    expect((await engine.run(report, { day: "tue" })).output).toBe("tue");
    expect(calls).toHaveLength(2);
  });

  it("goes by what its lambdas made, not by what they could have read", async () => {
    const { run, calls } = counted(({ total }: { total: number }) => total);
    const report = workflow("report", { input })
      .step("left", { params: { rate: ({ input }) => input.rate }, run: ({ rate }) => ({ sum: 5, noise: rate }) })
      .step("right", { params: { day: ({ input }) => input.day }, run: ({ day }) => ({ sum: 6, noise: day }) })
      .step("total", {
        params: { total: ({ stepSpan }) => stepSpan("left").output.sum + stepSpan("right").output.sum },
        run,
        cache: true,
      });
    await using engine = createEngine();
    const runs = [await engine.run(report, { day: "a", rate: 1 }), await engine.run(report, { day: "b", rate: 2 })];
    expect(runs.map(({ output }) => output)).toEqual([11, 11]);
    expect(calls).toHaveLength(1);
    expect(runs[1]!.span("total").dependencies.filter(({ read }) => read)).toHaveLength(2);
  });

  it("does not go by the order of parameters and keys, metadata, retries, queues or other steps", async () => {
    const { run, calls } = counted(({ a, b }: { a: object; b: number }) => [a, b]);
    const first = workflow("w").step("s", { params: { a: { x: 1, y: 2 }, b: 3 }, run, cache: true });
    const second = workflow("w")
      .step("before", { run: () => 1 })
      .step("s", {
        params: { b: 3, a: () => ({ y: 2, x: 1 }) },
        ...{ run, cache: true, retry: { attempts: 3 }, queue: "slow", priority: 2, dependsOn: ["before"] },
      });
    await using engine = createEngine({ queues: { slow: { concurrency: 1 } } });
    await engine.run(first, undefined, { runId: "1", metadata: { request: 1 } });
    await engine.run(second, undefined, { runId: "2", metadata: { request: 2 }, concurrency: 1 });
    expect(calls).toHaveLength(1);
  });

  it("goes by its name, its workflow and their versions", async () => {
    const { run, calls } = counted(() => 1);
    const cache = true;
    const variants: AnyWorkflow[] = [
      workflow("w").step("s", { run, cache }),
      workflow("w").step("other", { run, cache }),
      workflow("other").step("s", { run, cache }),
      workflow("w", { version: "2" }).step("s", { run, cache }),
      workflow("w").step("s", { run, cache: { version: "2" } }),
      workflow("outer").subflow("s", { workflow: workflow("w").step("s", { run, cache }) }),
      workflow("outer").subflow("t", { workflow: workflow("w").step("s", { run, cache }) }),
    ];
    await using engine = createEngine();
    for (const variant of [...variants, ...variants]) await engine.run(variant);
    expect(calls).toHaveLength(variants.length);
  });

  it("goes by its body: another source is another step", async () => {
    const of = (run: () => number) => workflow("w").step("s", { run, cache: true });
    await using engine = createEngine();
    const outputs = [];
    for (const run of [() => 1, () => 2, () => 1]) outputs.push((await engine.run(of(run))).output);
    expect(outputs).toEqual([1, 2, 1]);
    const third = await engine.run(of(() => /* the same */ 1));
    expect(third.span("s").reusedFrom).not.toBe(null);
  });

  it("forgets its output when its time is over, however often it was used", async () => {
    const { run, calls } = counted(() => 1);
    const w = workflow("w").step("s", { run, cache: { ttl: "1m" } });
    const clock = createManualClock();
    await using engine = createEngine({ clock });
    await engine.run(w);
    clock.advance(59_999);
    await engine.run(w);
    expect(calls).toHaveLength(1);
    clock.advance(1);
    await engine.run(w);
    expect(calls).toHaveLength(2);
    clock.advance(59_999);
    await engine.run(w);
    expect(calls).toHaveLength(2);
  });

  it("goes by parameters as its schema parsed them", async () => {
    const { run, calls } = counted(({ day }: { day: string }) => day);
    const trimmed = z.object({ day: z.string().transform(async (day) => day.trim()) });
    const w = workflow("w", { input }).step("s", {
      ...{ params: { day: ({ input }) => input.day }, input: trimmed, run, cache: true },
    });
    await using engine = createEngine();
    for (const day of ["mon", " mon ", "tue"]) await engine.run(w, { day });
    expect(calls).toEqual([{ day: "mon" }, { day: "tue" }]);
  });

  it("keeps what a stream became", async () => {
    let calls = 0;
    const w = workflow("w").step("s", {
      async *run() {
        calls++;
        yield 1;
        yield 2;
      },
      collect: (items) => items.length,
      cache: true,
    });
    await using engine = createEngine();
    expect([(await engine.run(w)).output, (await engine.run(w)).output]).toEqual([2, 2]);
    expect(calls).toBe(1);
  });

  it("repeats nothing else that its body did", async () => {
    const body = (_: object, { state, usage, span, log }: StepContext) => {
      state.set("count", 1);
      usage.add("tokens", 5);
      span.set("seen", true);
      log.info("worked");
      return 1;
    };
    const w = workflow("w").step("s", { run: body, cache: true });
    await using engine = createEngine();
    const [first, second] = [await engine.run(w), await engine.run(w)];
    expect(first).toMatchObject({ usage: { tokens: 5 }, state: { count: 1 } });
    expect(second).toMatchObject({ usage: {}, state: {} });
    expect(second.span("s")).toMatchObject({ vars: {}, logs: [], usage: {} });
  });

  it("keeps nothing of failures, and a success after retries", async () => {
    let calls = 0;
    const run = () => {
      calls++;
      if (calls < 4) throw new Error("not yet");
      return calls;
    };
    const w = workflow("w").step("s", { run, retry: { attempts: 2 }, cache: true });
    await using engine = createEngine();
    await expect(engine.run(w)).rejects.toThrow("not yet");
    expect((await engine.run(w)).output).toBe(4);
    expect((await engine.run(w)).output).toBe(4);
    expect(calls).toBe(4);
  });

  it("gives each reader its own copy of what cannot be frozen", async () => {
    const { run, calls } = counted(() => new Map([["a", 1]]));
    const w = workflow("w").step("s", { run, cache: true });
    await using engine = createEngine();
    for (let round = 0; round < 3; round++) {
      const { output } = await engine.run(w);
      expect(output).toEqual(new Map([["a", 1]]));
      output.set("b", 2);
    }
    expect(calls).toHaveLength(1);
  });

  it("is evaluated as ever: a guard skips it, and a parameter that throws fails it", async () => {
    const { run, calls } = counted(() => 1);
    const w = workflow("w", { input }).step("s", { when: ({ input }) => input.rate > 0, run, cache: true });
    await using engine = createEngine();
    await engine.run(w, { day: "mon" });
    expect((await engine.run(w, { day: "mon", rate: 0 })).span("s").status).toBe("skipped");
    expect(calls).toHaveLength(1);
  });

  it("runs twice in two runs at once", async () => {
    const { run, calls } = counted(async () => 1);
    const w = workflow("w").step("s", { run, cache: true });
    await using engine = createEngine();
    await Promise.all([engine.run(w), engine.run(w)]);
    expect(calls).toHaveLength(2);
    await engine.run(w);
    expect(calls).toHaveLength(2);
  });

  it("tells observers of an output that is used again by an event of its own", async () => {
    const events: RunEvent[] = [];
    const w = workflow("w").step("s", { run: () => 1, cache: true });
    await using engine = createEngine({ observers: [journalObserver((event) => void events.push(event))] });
    await engine.run(w);
    events.length = 0;
    await engine.run(w);
    expect(events.map(({ type }) => type)).toEqual(["run-started", "step-reused", "run-finished"]);
  });
});
