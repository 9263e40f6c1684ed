import {
  CancelledError,
  createEngine,
  type RunError,
  StepError,
  StepspanError,
  StepTimeoutError,
} from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

async function failureOf(thrown: unknown): Promise<RunError> {
  const steps = createHeldSteps();
  const trial = await begin(workflowOf([stepOf("only", { run: steps.held("only") })]));
  await steps.fail("only", thrown);
  return trial.error();
}

describe("a RunError", () => {
  it("has the run with all its spans, the errors in order of time, and the first as its cause", async () => {
    const steps = createHeldSteps();
    const names = ["a", "b", "c", "d"];
    const trial = await begin(
      workflowOf(
        names.map((name) => stepOf(name, { run: steps.held(name) })),
        { failFast: false },
      ),
      { run: { runId: "order 7" } },
    );
    for (const name of ["c", "a", "b"]) {
      await trial.advance(1);
      await steps.fail(name);
    }
    await steps.succeed("d");
    const error = await trial.error();
    expect(error).toBeInstanceOf(StepspanError);
    expect(error.code).toBe("RUN_FAILED");
    expect(error.run.spans.map(({ name, status }) => [name, status])).toEqual([
      ["a", "failed"],
      ["b", "failed"],
      ["c", "failed"],
      ["d", "succeeded"],
    ]);
    expect(error.errors.map((each) => (each as StepError).step)).toEqual(["c", "a", "b"]);
    expect(error.errors).toEqual(error.run.errors);
    expect(error.cause).toBe(error.errors[0]);
    expect(error.message).toBe(
      'Run order 7 of workflow "test" failed: Step "c" failed on attempt 1: Error: c is broken. (and 2 more; see .errors)',
    );
  });

  it("has a run without an output", async () => {
    const error = await failureOf(new Error("no"));
    expect(error.run.status).toBe("failed");
    expect(error.run.output).toBe(null);
    expect(error.run.rootSpan.output).toBe(undefined);
    expect(error.run.rootSpan.error).toBe(error.cause);
  });

  it("has its run's usage, times and metadata", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          run: (_: object, { usage }) => {
            usage.add("tokens", 7);
            throw new Error("no");
          },
        }),
      ]),
      { run: { metadata: { tag: "x" } } },
    );
    const { run } = await trial.error();
    expect(run.usage).toEqual({ tokens: 7 });
    expect(run.metadata).toEqual({ tag: "x" });
    expect(run.finishedAt).toBe(0);
  });
});

describe("a StepError", () => {
  it("says which step failed, on which attempt, on what and with which input", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          params: [
            parameterOf(
              "day",
              lambdaOf(() => "Friday"),
            ),
          ],
          retry: { attempts: 2 },
          run: steps.held("only"),
        }),
      ]),
    );
    await steps.fail("only");
    await trial.advance(0);
    const thrown = new RangeError("too far");
    await steps.fail("only", thrown);
    const run = await trial.end();
    const error = run.span("only").error as StepError;
    expect(error).toBeInstanceOf(StepError);
    expect(error).toMatchObject({ code: "STEP_FAILED", name: "StepError", step: "only", attempt: 2 });
    expect(error.cause).toBe(thrown);
    expect(error.contextSnapshot.input).toEqual({ day: "Friday" });
    expect(error.message).toBe('Step "only" failed on attempt 2: RangeError: too far.');
    expect(run.errors[0]).toBe(error);
    expect(run.span("only").attempts[1]?.error).toBe(error);
  });

  it.each([
    ["null", null, "null."],
    ["undefined", undefined, "undefined."],
    ["a number", 7, "7."],
    ["a string", "no way", '"no way".'],
    ["a symbol", Symbol("no way"), "Symbol(no way)."],
    ["an object", { reason: "no way" }, "an object ([object Object])."],
    ["an AggregateError", new AggregateError([new Error("a")], "all of them"), "AggregateError: all of them."],
    ["a DOMException", new DOMException("not today", "AbortError"), "AbortError: not today."],
    ["a frozen error", Object.freeze(new Error("cold")), "Error: cold."],
  ])("keeps what was thrown, whatever it was: %s", async (_name, thrown, description) => {
    const error = (await failureOf(thrown)).cause as StepError;
    expect(error.cause).toBe(thrown);
    expect(error.message).toBe(`Step "only" failed on attempt 1: ${description}`);
  });

  it("survives an error whose message throws, and one that is its own cause", async () => {
    const thrower = new Error("x");
    Object.defineProperty(thrower, "message", {
      get() {
        throw new Error("do not look at me");
      },
    });
    const cyclic = new Error("round");
    cyclic.cause = cyclic;
    expect((await failureOf(thrower)).cause).toMatchObject({
      cause: thrower,
      message: 'Step "only" failed on attempt 1: a value that cannot be shown.',
    });
    expect((await failureOf(cyclic)).cause).toMatchObject({ cause: cyclic });
  });

  it("has no input and no attempt if the step failed before its first one", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          params: [
            parameterOf(
              "day",
              lambdaOf(() => "Friday"),
            ),
            parameterOf(
              "hour",
              lambdaOf(() => {
                throw new Error("no clock");
              }),
            ),
          ],
        }),
      ]),
    );
    const error = (await trial.end()).span("only").error as StepError;
    expect(error).toMatchObject({ step: "only", attempt: 0, contextSnapshot: { input: undefined } });
    expect(error.message).toBe('Step "only" failed before its first attempt: Error: no clock.');
  });

  it("is told apart by class and code from one that ran out of time", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("slow", { timeoutMs: 10, continueOnError: true, run: () => new Promise(() => undefined) }),
        stepOf("broken", {
          continueOnError: true,
          run: () => {
            throw new Error("no");
          },
        }),
      ]),
    );
    await trial.advance(10);
    const run = await trial.end();
    expect(run.span("slow").error).toBeInstanceOf(StepTimeoutError);
    expect(run.span("slow").error).toBeInstanceOf(StepError);
    expect(run.span("broken").error).not.toBeInstanceOf(StepTimeoutError);
  });
});

describe("errors that are no step's", () => {
  it("of the returns lambda fail the run", async () => {
    const thrown = new Error("nothing to give");
    const trial = await begin(
      workflowOf([stepOf("only")], {
        returns: lambdaOf(() => {
          throw thrown;
        }),
      }),
    );
    const error = await trial.error();
    expect(error.run.status).toBe("failed");
    expect((error.cause as Error).cause).toBe(thrown);
    expect(error.run.span("only").status).toBe("succeeded");
  });

  it("of the workflow's output schema fail the run", async () => {
    const trial = await begin(workflowOf([stepOf("only")], { output: z.object({ total: z.number() }) }));
    const error = await trial.error();
    expect((error.cause as Error).message).toBe(
      'The output of workflow "test" does not match its schema: Invalid input: expected object, received string.',
    );
  });

  it("of a cancel are a CancelledError", async () => {
    const trial = await begin(workflowOf([stepOf("work", { run: createHeldSteps().held("work") })]));
    await trial.cancel();
    await trial.advance(5000);
    const { cause } = await trial.error();
    expect(cause).toBeInstanceOf(CancelledError);
    expect((cause as CancelledError).message).toBe('The run of workflow "test" was cancelled.');
  });
});

describe("a run that succeeds", () => {
  it("has no errors, whatever was tolerated or retried", async () => {
    const engine = createEngine();
    const run = await engine.run(
      workflowOf([
        stepOf("shaky", {
          continueOnError: true,
          run: () => {
            throw new Error("no");
          },
        }),
        stepOf("fine"),
      ]),
    );
    expect(run.errors).toEqual([]);
  });
});
