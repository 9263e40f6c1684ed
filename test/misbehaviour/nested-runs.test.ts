import { workflow } from "@stepspan/dsl";
import { createEngine, currentSpan, parentSpan, type RunHandle } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";
import { failureOf } from "./run-failure.ts";

const inner = workflow("inner").step("work", { run: () => `${parentSpan().name}/${currentSpan().name}` });

describe("a step that starts a run of its own on the same engine", () => {
  it("waits for it if there is a slot for both, and each sees its own spans", async () => {
    const engine = createEngine({ concurrency: 2 });
    const outer = workflow("outer").step("delegate", {
      run: async () => {
        const { output } = await engine.run(inner);
        return [output, `${parentSpan().name}/${currentSpan().name}`];
      },
    });
    expect((await engine.run(outer)).output).toEqual(["inner/work", "outer/delegate"]);
  });

  it("may leave it running at concurrency 1: the slot is free when the step has returned", async () => {
    const engine = createEngine({ concurrency: 1 });
    const handles: RunHandle[] = [];
    const outer = workflow("outer").step("delegate", { run: () => void handles.push(engine.start(inner)) });
    await engine.run(outer);
    expect((await handles[0]!.result).output).toBe("inner/work");
  });

  it("waits in vain at concurrency 1: it holds the slot that the other run needs, until its timeout", async () => {
    const clock = createManualClock();
    const engine = createEngine({ concurrency: 1, clock });
    const results: Promise<unknown>[] = [];
    const outer = workflow("outer").step("delegate", {
      timeout: 1000,
      run: async () => {
        const result = engine.run(inner);
        results.push(result);
        return (await result).output;
      },
    });
    const failure = failureOf(engine.run(outer));

    await turn();
    clock.advance(1000);
    const { errors } = await failure;

    expect(errors.map(({ name }) => name)).toEqual(["StepTimeoutError"]);
    expect(await results[0]).toMatchObject({ output: "inner/work" });
  });

  it("waits in vain at concurrency 1 for a cancel as well: both runs end", async () => {
    const clock = createManualClock();
    const engine = createEngine({ concurrency: 1, clock, gracePeriod: 100 });
    const outer = workflow("outer").step("delegate", {
      run: async (_params, { signal }) => (await engine.run(inner, undefined, { signal })).output,
    });
    const handle = engine.start(outer);
    const failure = failureOf(handle.result);

    await turn();
    handle.cancel("waited long enough");
    const { run } = await failure;

    expect(run.span("delegate").status).toBe("cancelled");
    expect(run.span("delegate").error?.message).toContain('of workflow "inner" was cancelled');
  });

  it("needs no slot of another engine", async () => {
    const engine = createEngine({ concurrency: 1 });
    const another = createEngine({ concurrency: 1 });
    const outer = workflow("outer").step("delegate", { run: async () => (await another.run(inner)).output });
    expect((await engine.run(outer)).output).toBe("inner/work");
  });

  it("waits in vain in a named queue of one, but not for steps of other queues", async () => {
    const engine = createEngine({ queues: { single: { concurrency: 1 } } });
    const outer = workflow("outer").step("delegate", {
      queue: "single",
      run: async () => (await engine.run(inner)).output,
    });
    expect((await engine.run(outer)).output).toBe("inner/work");
  });

  it("fails like the run that it waits for", async () => {
    const engine = createEngine();
    const failing = workflow("failing").step("work", {
      run: () => {
        throw new Error("broken");
      },
    });
    const outer = workflow("outer").step("delegate", { run: () => engine.run(failing) });
    const { errors } = await failureOf(engine.run(outer));
    expect(errors[0]?.message).toMatch(
      /^Step "delegate" failed on attempt 1: Run [-\w]+ of workflow "failing" failed: Step "work" failed on attempt 1: Error: broken\.$/,
    );
  });

  it("that closes the engine is cancelled by that, and close waits for it no longer than the grace period", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: 100 });
    let isClosed = false;
    const closing = workflow("closing").step("close", {
      run: async () => {
        await engine.close();
        isClosed = true;
      },
    });
    const failure = failureOf(engine.run(closing));
    await turn();
    clock.advance(100);
    const { run } = await failure;
    await turn();
    expect(run.span("close").cancelled).toEqual({ kind: "cancel", reason: "the engine was closed" });
    expect(isClosed).toBe(true);
  });
});
