import { StepTimeoutError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("the timeout of a step", () => {
  it("fails the attempt, even if its function never returns", async () => {
    const trial = await begin(
      workflowOf([stepOf("only", { timeoutMs: 100, run: () => new Promise(() => undefined) })]),
    );
    await trial.advance(99);
    expect((await trial.statuses()).only).toBe("running");
    await trial.advance(1);
    const span = (await trial.end()).span("only");
    expect(span.duration).toBe(100);
    expect(span.error).toBeInstanceOf(StepTimeoutError);
    expect(span.error).toMatchObject({ code: "STEP_TIMEOUT", step: "only", attempt: 1, timeoutMs: 100 });
    expect(span.error?.message).toBe(
      'Step "only" did not settle within its timeout of 100 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    );
  });

  it("aborts the signal of the attempt with that error", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("only", { timeoutMs: 100, run: steps.held("only") })]));
    await trial.advance(100);
    const { signal } = steps.context("only");
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBeInstanceOf(StepTimeoutError);
  });

  it("is forgotten once the attempt has ended", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("only", { timeoutMs: 100, run: steps.held("only") }),
        stepOf("other", { run: steps.held("other") }),
      ]),
    );
    await steps.succeed("only");
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("ignores what the function does later", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("only", { timeoutMs: 100, continueOnError: true, run: steps.held("only") })]),
    );
    await trial.advance(100);
    const run = await trial.end();
    await steps.succeed("only", "too late");
    expect(run.span("only").status).toBe("failed");
    expect(run.span("only").output).toBe(undefined);
  });

  it("starts anew with each attempt, and does not count the backoff", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("only", { timeoutMs: 100, retry: { attempts: 2, delayMs: 5000 }, run: steps.held("only") })]),
    );
    await trial.advance(60);
    await steps.fail("only");
    await trial.advance(5000);
    await trial.advance(99);
    expect((await trial.statuses()).only).toBe("running");
    await trial.advance(1);
    expect((await trial.end()).span("only").error).toMatchObject({ code: "STEP_TIMEOUT", attempt: 2 });
  });

  it("does not count the time in the queue", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("first", { run: steps.held("first") }),
        stepOf("second", { timeoutMs: 100, run: steps.held("second") }),
      ]),
      { engine: { concurrency: 1 } },
    );
    await trial.advance(500);
    await steps.succeed("first");
    await trial.advance(99);
    await steps.succeed("second");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("frees the slot of the attempt", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("first", { timeoutMs: 100, continueOnError: true, run: steps.held("first") }),
        stepOf("second", { run: steps.held("second") }),
      ]),
      { engine: { concurrency: 1 } },
    );
    await trial.advance(100);
    expect(steps.open).toEqual(["first", "second"]);
  });
});
