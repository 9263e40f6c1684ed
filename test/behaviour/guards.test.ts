import { DefinitionError, SkippedSpanError, StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { begin } from "../support/trial.ts";

const guardedBy = (guard: () => unknown) => workflowOf([stepOf("only", { when: lambdaOf(guard) })]);

describe("a guard", () => {
  it("lets the step run if it returns true", async () => {
    expect((await (await begin(guardedBy(() => true))).end()).span("only").status).toBe("succeeded");
  });

  it("skips the step if it returns false, and the run succeeds", async () => {
    const run = await (await begin(guardedBy(() => false))).end();
    expect(run.status).toBe("succeeded");
    expect(run.span("only").status).toBe("skipped");
    expect(run.span("only").skipped).toEqual({ kind: "guard" });
  });

  it.each([
    [() => undefined, "undefined"],
    [() => null, "null"],
    [() => 1, "1"],
    [() => "yes", '"yes"'],
    [() => ({}), "an object ([object Object])"],
    [() => Promise.resolve(true), "a promise"],
    [() => Promise.reject(new Error("nobody waits for it")), "a promise"],
  ])("fails the step if it returns what is no boolean: %s", async (guard, came) => {
    const run = await (await begin(guardedBy(guard))).end();
    const error = run.span("only").error;
    expect(error).toBeInstanceOf(StepError);
    expect(error?.cause).toBeInstanceOf(DefinitionError);
    expect(error?.message).toBe(
      `Step "only" failed before its first attempt: The guard of step "only" returned ${came}. Return true or false, synchronously.`,
    );
  });

  it("fails the step if it throws", async () => {
    const thrown = new TypeError("no such property");
    const run = await (
      await begin(
        guardedBy(() => {
          throw thrown;
        }),
      )
    ).end();
    const error = run.span("only").error as StepError;
    expect(error.cause).toBe(thrown);
    expect(error.attempt).toBe(0);
    expect(error.message).toBe('Step "only" failed before its first attempt: TypeError: no such property.');
  });

  it("fails the step if it reads a skipped one without a default, and the message names the way out", async () => {
    const run = await (
      await begin(
        workflowOf([
          stepOf("unwanted", { when: lambdaOf(() => false) }),
          stepOf("late", { when: lambdaOf(({ stepSpan }) => stepSpan("unwanted").output === 1, "unwanted") }),
        ]),
      )
    ).end();
    const cause = run.span("late").error?.cause as SkippedSpanError;
    expect(cause).toBeInstanceOf(SkippedSpanError);
    expect(cause.message).toBe(
      'Step "late" reads the output of "unwanted" in its guard, but "unwanted" was skipped because its guard returned false. Read it as stepSpan("unwanted", { default: null }).',
    );
  });

  it("is tolerated by continueOnError when it throws, as any other failure is", async () => {
    const run = await (
      await begin(
        workflowOf([
          stepOf("shaky", {
            continueOnError: true,
            when: lambdaOf(() => {
              throw new Error("no answer");
            }),
          }),
          stepOf("next", {
            params: [
              parameterOf(
                "value",
                lambdaOf(({ stepSpan }) => stepSpan("shaky", { default: null }), { step: "shaky", mode: "default" }),
              ),
            ],
          }),
        ]),
      )
    ).end();
    expect(run.status).toBe("succeeded");
    expect(run.span("next").input).toEqual({ value: null });
  });

  it("is not retried", async () => {
    let asked = 0;
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          retry: { attempts: 3 },
          when: lambdaOf(() => {
            asked++;
            throw new Error("no answer");
          }),
        }),
      ]),
    );
    expect((await trial.end()).span("only").status).toBe("failed");
    expect(asked).toBe(1);
  });
});
