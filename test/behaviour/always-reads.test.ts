import { SkippedSpanError, stepSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("an always step", () => {
  it("reads a lost step as a skipped one: null with a default, an error without", async () => {
    const steps = createHeldSteps();
    const withDefault = lambdaOf(({ stepSpan }) => stepSpan("work", { default: null }), {
      step: "work",
      mode: "default",
    });
    const plain = lambdaOf(({ stepSpan }) => stepSpan("work").output, "work");
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("careful", { always: true, params: [parameterOf("value", withDefault)] }),
        stepOf("careless", { always: true, params: [parameterOf("value", plain)] }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("careful").input).toEqual({ value: null });
    const cause = run.span("careless").error?.cause;
    expect(cause).toBeInstanceOf(SkippedSpanError);
    expect((cause as Error).message).toBe(
      'Step "careless" reads the output of "work" in parameter "value", but "work" failed: StepError: Step "work" failed on attempt 1: Error: work is broken. Read it as stepSpan("work", { default: null }).',
    );
  });

  it("reads a cancelled step as a skipped one", async () => {
    const steps = createHeldSteps();
    const withDefault = lambdaOf(({ stepSpan }) => stepSpan("work", { default: null }), {
      step: "work",
      mode: "default",
    });
    const settled = lambdaOf(({ stepSpan }) => stepSpan("work", { settled: true }).cancelled, {
      step: "work",
      mode: "settled",
    });
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", {
          always: true,
          params: [parameterOf("value", withDefault), parameterOf("why", settled)],
        }),
      ]),
    );
    await trial.cancel("enough");
    await steps.fail("work");
    expect((await trial.end()).span("finally").input).toEqual({
      value: null,
      why: { kind: "cancel", reason: "enough" },
    });
  });

  it("refuses in its body a step that still runs, though it depends on it over another that was stopped", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("broken", { run: steps.held("broken") }),
        stepOf("deaf", { run: steps.held("deaf") }),
        stepOf("between", { dependsOn: ["deaf"] }),
        stepOf("finally", {
          always: true,
          dependsOn: ["between"],
          run: () => stepSpan("deaf", { settled: true }).status,
        }),
      ]),
    );
    await steps.fail("broken");
    expect(steps.open).toEqual(["deaf"]);
    await steps.succeed("deaf");
    expect((await trial.end()).span("finally").error?.message).toContain('Add dependsOn: ["deaf"] to step "finally"');
  });

  it("reads a lost step as a skipped one in its body, too", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("careful", {
          always: true,
          dependsOn: ["work"],
          run: () => stepSpan("work", { default: null }) === null,
        }),
        stepOf("careless", { always: true, dependsOn: ["work"], run: () => stepSpan("work").output }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("careful").output).toBe(true);
    expect(run.span("careless").error?.cause).toBeInstanceOf(SkippedSpanError);
  });
});
