import { workflow } from "@stepspan/dsl";
import { createEngine, type Engine, type RunHandle, StepTimeoutError } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { turn } from "../support/turn.ts";
import { failureOf } from "./run-failure.ts";

const never = () => new Promise<never>(() => undefined);

describe("a step that never settles", () => {
  it("fails by its timeout, and its slot goes to the next one", async () => {
    const clock = createManualClock();
    const engine = createEngine({ concurrency: 1, clock });
    const stuck = workflow("stuck", { failFast: false })
      .step("never", { timeout: "30s", run: never })
      .step("next", { run: () => "next" });
    const result = failureOf(engine.run(stuck));

    await turn();
    clock.advance(30_000);
    const { run, errors } = await result;

    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(StepTimeoutError);
    expect(errors[0]?.message).toBe(
      'Step "never" did not settle within its timeout of 30000 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    );
    expect(run.span("never").duration).toBe(30_000);
    expect(run.span("next").output).toBe("next");
    expect(clock.nextTimer).toBeNull();
  });

  it("is tried again after its timeout if it may be", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const stuck = workflow("stuck").step("never", {
      timeout: 100,
      retry: { attempts: 3, delay: 50 },
      run: (_params, { attempt }) => (attempt < 3 ? never() : "third time lucky"),
    });
    const result = engine.run(stuck);

    for (let step = 0; step < 4; step++) {
      await turn();
      clock.advance(step % 2 === 0 ? 100 : 50);
    }
    const run = await result;

    expect(run.output).toBe("third time lucky");
    expect(run.span("never").attempts.map(({ startedAt, finishedAt }) => [startedAt, finishedAt])).toEqual([
      [0, 100],
      [150, 250],
      [300, 300],
    ]);
  });

  it("holds up a run without a timeout until that is cancelled and the grace period is over", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: "5s" });
    const stuck = workflow("stuck")
      .step("never", { run: never })
      .step("other", { run: () => "done" });
    const handle = engine.start(stuck);
    const result = failureOf(handle.result);

    await turn();
    clock.advance(3_600_000);
    await turn();
    handle.cancel("had enough");
    await turn();
    clock.advance(5000);
    const { run, message } = await result;

    expect(run.status).toBe("cancelled");
    expect(run.span("never").cancelled).toEqual({ kind: "cancel", reason: "had enough" });
    expect(run.span("other").status).toBe("succeeded");
    expect(message).toBe(
      `Run ${run.runId} of workflow "stuck" was cancelled: The run of workflow "stuck" was cancelled: "had enough".`,
    );
    expect(clock.nextTimer).toBeNull();
  });

  it("ends with the timeout of its run and the grace period after it", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: 500 });
    const stuck = workflow("stuck", { timeout: 1000 })
      .step("never", { run: never })
      .step("tidyUp", { always: true, dependsOn: ["never"], run: () => "tidy" });
    const result = failureOf(engine.run(stuck));

    await turn();
    clock.advance(1500);
    const { run, errors } = await result;

    expect(run.status).toBe("failed");
    expect(errors.map((error) => error.message)).toEqual([
      'The run of workflow "stuck" did not finish within its timeout of 1000 ms. Raise the timeout of the run, or shorten its steps.',
    ]);
    expect(run.span("never").cancelled).toEqual({ kind: "timeout" });
    expect(run.span("tidyUp").output).toBe("tidy");
    expect(run.duration).toBe(1500);
    expect(clock.nextTimer).toBeNull();
  });

  it("is abandoned by close, however it came to be stuck", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: 10 });
    const stuck = workflow("stuck")
      .step("never", { run: never })
      .step("neverTidy", { always: true, dependsOn: ["never"], run: never });
    const result = failureOf(engine.run(stuck));

    await turn();
    const closed = engine.close();
    for (let step = 0; step < 3; step++) {
      await turn();
      clock.advance(10);
    }
    await closed;
    const { run } = await result;

    expect(run.spans.map(({ name, status }) => [name, status])).toEqual([
      ["never", "cancelled"],
      ["neverTidy", "cancelled"],
    ]);
    expect(clock.nextTimer).toBeNull();
  });
});

describe("a schema that never settles", () => {
  const schema = z.number().refine(() => new Promise<boolean>(() => undefined));

  it.each([
    ["a cancel", (handle: RunHandle) => handle.cancel("enough"), '"enough"'],
    ["close", (_handle: RunHandle, engine: Engine) => engine.close(), '"the engine was closed"'],
  ])("for the input of a run ends with %s", async (_name, end, reason) => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const handle = engine.start(workflow("stuck", { input: schema }).step("work", { run: () => 1 }), 1);
    const result = failureOf(handle.result);

    await turn();
    await end(handle, engine);
    const { run, errors } = await result;

    expect(errors.map((error) => error.message)).toEqual([`The run of workflow "stuck" was cancelled: ${reason}.`]);
    expect(run.status).toBe("cancelled");
    expect(run.span("work").status).toBe("cancelled");
    expect(clock.nextTimer).toBeNull();
  });

  it.each([
    ["input", workflow("stuck").step("work", { input: z.object({ n: schema }), params: { n: 1 }, run: () => 1 })],
    ["output", workflow("stuck").step("work", { output: schema, run: () => 1 })],
  ])("for the %s of a step ends with the timeout of the run", async (_border, stuck) => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: 10 });
    const result = failureOf(engine.run(stuck, undefined, { timeout: 100 }));
    await turn();
    clock.advance(110);
    expect((await result).run.span("work").cancelled).toEqual({ kind: "timeout" });
  });

  it("for the output of a workflow ends with the timeout of the run", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const stuck = workflow("stuck", { output: schema }).step("work", { run: () => 1 });
    const result = failureOf(engine.run(stuck, undefined, { timeout: 100 }));
    await turn();
    clock.advance(100);
    const { run, errors } = await result;

    expect(run.status).toBe("failed");
    expect(run.span("work").status).toBe("succeeded");
    expect(errors.map((error) => error.message)).toEqual([
      'The run of workflow "stuck" did not finish within its timeout of 100 ms. Raise the timeout of the run, or shorten its steps.',
    ]);
    expect(clock.nextTimer).toBeNull();
  });

  it("for the output of a workflow ends with a cancel", async () => {
    const engine = createEngine();
    const handle = engine.start(workflow("stuck", { output: schema }).step("work", { run: () => 1 }));
    const result = failureOf(handle.result);
    await turn();
    handle.cancel("enough");
    const { run } = await result;

    expect(run.status).toBe("cancelled");
    expect(run.rootSpan.cancelled).toEqual({ kind: "cancel", reason: "enough" });
  });
});

describe("a step that ignores its signal", () => {
  it("may still succeed within the grace period", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const engine = createEngine({ clock: createManualClock() });
    const handle = engine.start(workflow("deaf").step("deaf", { run: () => promise }));
    const result = failureOf(handle.result);

    await turn();
    handle.cancel();
    await turn();
    resolve("finished all the same");
    const { run } = await result;

    expect(run.status).toBe("cancelled");
    expect(run.span("deaf")).toMatchObject({ status: "succeeded", output: "finished all the same" });
  });

  it("is cancelled at the end of the grace period, and the slot goes to an always step", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, concurrency: 1, gracePeriod: 200 });
    const deaf = workflow("deaf")
      .step("deaf", { run: never })
      .step("tidyUp", { always: true, dependsOn: ["deaf"], run: () => "tidy" });
    const handle = engine.start(deaf);
    const result = failureOf(handle.result);

    await turn();
    handle.cancel();
    await turn();
    clock.advance(200);
    const { run } = await result;

    expect(run.span("deaf").status).toBe("cancelled");
    expect(run.span("tidyUp").output).toBe("tidy");
  });
});
