import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";
import { statusesOf } from "../support/trial.ts";

function double({ n }: { n: number }): number {
  return n * 2;
}

/** Doubles 1 until it is at least `limit`. */
function doubling(limit: number, maxIterations = 10) {
  return workflow("doubling").loop("double", {
    params: { n: ({ previous }) => previous ?? 1 },
    run: double,
    until: ({ output }) => output >= limit,
    maxIterations,
  });
}

describe("a loop that stops", () => {
  it("runs again until its until is true; its output is the last one", async () => {
    const run = await (await begin(doubling(10))).end();
    expect(run.output).toBe(16);
    expect(run.span("double").items.map(({ path, input, output }) => ({ path, input, output }))).toEqual([
      { path: "double#1", input: { n: 1 }, output: 2 },
      { path: "double#2", input: { n: 2 }, output: 4 },
      { path: "double#3", input: { n: 4 }, output: 8 },
      { path: "double#4", input: { n: 8 }, output: 16 },
    ]);
    expect(run.span("double").vars).toEqual({});
  });

  it("runs once at least: it asks after each iteration, not before", async () => {
    const run = await (await begin(doubling(0))).end();
    expect(run.output).toBe(2);
    expect(run.span("double").items).toHaveLength(1);
  });

  it("tells its parameters and its until which iteration it is, from 1", async () => {
    const asked: number[] = [];
    const counting = workflow("counting").loop("count", {
      params: { iteration: ({ iteration }) => iteration },
      run: ({ iteration }) => iteration,
      until: ({ iteration, output }) => {
        if (typeof output === "number") asked.push(iteration);
        return iteration === 3;
      },
      maxIterations: 5,
    });
    expect((await (await begin(counting)).end()).output).toBe(3);
    expect(asked).toEqual([1, 2, 3]);
  });

  it("may stop by what other steps say, for which it waits", async () => {
    const steps = createHeldSteps();
    const limited = workflow("limited")
      .step("limit", { run: steps.held<number>("limit") })
      .loop("double", {
        params: { n: ({ previous }) => previous ?? 1 },
        run: double,
        until: ({ output, stepSpan }) => output >= stepSpan("limit").output,
        maxIterations: 10,
      });
    const trial = await begin(limited);
    expect(await trial.statuses()).toEqual({ limit: "running", double: "pending" });
    await steps.succeed("limit", 5);
    expect((await trial.end()).output).toBe(8);
  });

  it("holds no slot between its iterations, and retries each by itself", async () => {
    const flaky = workflow("flaky").loop("work", {
      params: { iteration: ({ iteration }) => iteration },
      retry: { attempts: 2, delay: 1000 },
      run: ({ iteration }, context) => {
        if (iteration === 2 && context.attempt === 1) throw new Error("busy");
        return context.idempotencyKey;
      },
      until: ({ iteration }) => iteration === 2,
      maxIterations: 2,
    });
    const steps = createHeldSteps();
    const trial = await begin(flaky.step("other", { run: steps.held("other") }), { engine: { concurrency: 1 } });
    expect(steps.open).toEqual(["other"]);
    await steps.succeed("other");
    await trial.advance(1000);
    const run = await trial.end();
    expect(run.span("work").output).toBe(`${run.runId}/work#2`);
    expect(run.spanAt("work#2").attempts.map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe("a loop that reaches its maximum", () => {
  it("succeeds with the last output, and says so in vars.exhausted", async () => {
    const exhausted = doubling(1000, 3).step("report", {
      params: {
        isExhausted: ({ stepSpan }) => stepSpan("double").vars.exhausted === true,
        value: ({ stepSpan }) => stepSpan("double").output,
      },
      run: ({ isExhausted, value }) => `${value}${isExhausted ? ", not more" : ""}`,
    });
    const run = await (await begin(exhausted)).end();
    expect(run.span("double")).toMatchObject({ status: "succeeded", output: 8, vars: { exhausted: true } });
    expect(run.output).toBe("8, not more");
  });

  it("is not exhausted if its until is true in the last iteration that it may have", async () => {
    const run = await (await begin(doubling(8, 3))).end();
    expect(run.span("double")).toMatchObject({ output: 8, vars: {} });
  });

  it("has a maximum in any case", () => {
    expect(() =>
      workflow("endless").loop("work", { run: () => 1, until: () => false, maxIterations: undefined as never }),
    ).toThrow(/maxIterations.*a loop must end/);
  });
});

describe("a loop that fails", () => {
  it("fails with the iteration that failed; no further one begins", async () => {
    const failing = workflow("failing")
      .loop("work", {
        params: { iteration: ({ iteration }) => iteration },
        run: ({ iteration }) => {
          if (iteration === 2) throw new Error("iteration 2 is broken");
          return iteration;
        },
        until: () => false,
        maxIterations: 5,
      })
      .step("after", { dependsOn: ["work"], run: () => 1 });
    const { errors, run } = await (await begin(failing)).error();
    expect(errors.map(({ message }) => message)).toEqual([
      'Step "work#2" failed on attempt 1: Error: iteration 2 is broken.',
    ]);
    expect(statusesOf(run)).toEqual({ work: "failed", "work#1": "succeeded", "work#2": "failed", after: "skipped" });
    expect(run.span("work").vars).toEqual({});
  });

  it("is tolerated as a whole with continueOnError", async () => {
    const tolerated = workflow("tolerated")
      .loop("work", {
        continueOnError: true,
        run: (): number => {
          throw new Error("broken");
        },
        until: () => true,
        maxIterations: 5,
      })
      .step("after", {
        params: { value: ({ stepSpan }) => stepSpan("work", { default: null })?.output ?? -1 },
        run: ({ value }) => value,
      });
    const run = await (await begin(tolerated)).end();
    expect(run.span("work").items).toHaveLength(1);
    expect(run.output).toBe(-1);
  });

  it("fails if its until throws, or gives no boolean", async () => {
    const throws = workflow("w").loop("work", {
      run: () => 1,
      until: () => {
        throw new Error("no idea");
      },
      maxIterations: 5,
    });
    expect((await (await begin(throws)).error()).errors[0]?.message).toBe(
      'Step "work" failed in its until: Error: no idea.',
    );
    const vague = workflow("w").loop("work", { run: () => 1, until: () => 1 as never, maxIterations: 5 });
    expect((await (await begin(vague)).error()).errors[0]?.message).toBe(
      'Step "work" failed in its until: The until of step "work" returned 1. Return true or false, synchronously.',
    );
    let isWritten = false;
    const promised = workflow("w").loop("work", {
      run: () => 1,
      until: () => (isWritten ? (Promise.resolve(true) as never) : true),
      maxIterations: 5,
    });
    isWritten = true;
    expect((await (await begin(promised)).error()).errors[0]?.message).toBe(
      'Step "work" failed in its until: The until of step "work" returned a promise. Return true or false, synchronously.',
    );
  });

  it("is cancelled in the iteration that runs", async () => {
    const steps = createHeldSteps();
    const open = workflow("open").loop("work", { run: steps.held("work"), until: () => false, maxIterations: 5 });
    const trial = await begin(open);
    await steps.succeed("work");
    await trial.cancel("enough");
    await steps.succeed("work", "in the grace period");
    const run = await trial.end();
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("work").items.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
    expect(steps.calls("work")).toHaveLength(2);
  });
});
