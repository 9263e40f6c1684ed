import { CancelledError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("the timeout of a run", () => {
  it("cancels like a cancel, and the run fails", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("below", { dependsOn: ["work"] })], {
        timeoutMs: 1000,
      }),
    );
    await trial.advance(999);
    expect(steps.context("work").signal.aborted).toBe(false);
    await trial.advance(1);
    expect(steps.context("work").signal.aborted).toBe(true);
    await steps.fail("work");
    const error = await trial.error();
    expect(error.run.status).toBe("failed");
    expect(error.run.span("work").cancelled).toEqual({ kind: "timeout" });
    expect(error.run.span("below").cancelled).toEqual({ kind: "timeout" });
    expect(error.cause).toBeInstanceOf(CancelledError);
    expect((error.cause as CancelledError).because).toEqual({ kind: "timeout" });
    expect((error.cause as Error).message).toBe(
      'The run of workflow "test" did not finish within its timeout of 1000 ms. Raise the timeout of the run, or shorten its steps.',
    );
  });

  it("fails the run even if every aborted attempt succeeds", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })], { timeoutMs: 1000 }));
    await trial.advance(1000);
    await steps.succeed("work");
    const run = await trial.end();
    expect(run.span("work").status).toBe("succeeded");
    expect(run.status).toBe("failed");
  });

  it("can be said for one run, in place of the workflow's", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })], { timeoutMs: 1000 }), {
      run: { timeout: "5s" },
    });
    await trial.advance(4999);
    expect((await trial.statuses()).work).toBe("running");
    await trial.advance(1);
    expect(steps.context("work").signal.aborted).toBe(true);
  });

  it("gives aborted attempts their grace period", async () => {
    const trial = await begin(
      workflowOf([stepOf("work", { run: createHeldSteps().held("work") })], { timeoutMs: 1000 }),
    );
    await trial.advance(1000);
    await trial.advance(4999);
    expect((await trial.now()).status).toBe("running");
    await trial.advance(1);
    expect((await trial.end()).status).toBe("failed");
  });

  it("lets always steps run", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("work", { run: steps.held("work") }),
          stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
        ],
        { timeoutMs: 1000 },
      ),
    );
    await trial.advance(1000);
    await steps.fail("work");
    expect(steps.context("finally").signal.aborted).toBe(false);
    await steps.succeed("finally");
    expect((await trial.end()).span("finally").status).toBe("succeeded");
  });

  it("is a second cancel for a run that was cancelled before: its always steps are aborted", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("work", { run: steps.held("work") }),
          stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
        ],
        { timeoutMs: 1000 },
      ),
    );
    await trial.cancel("enough");
    await steps.fail("work");
    await trial.advance(999);
    expect(steps.context("finally").signal.aborted).toBe(false);
    await trial.advance(1);
    expect(steps.context("finally").signal.aborted).toBe(true);
    await steps.fail("finally");
    expect((await trial.end()).span("finally").cancelled).toEqual({ kind: "timeout" });
  });

  it("is forgotten when the run is over", async () => {
    const trial = await begin(workflowOf([stepOf("work")], { timeoutMs: 1000 }));
    await trial.end();
    expect(trial.clock.nextTimer).toBe(null);
  });
});
