import type { StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const failSlow = { failFast: false };

describe("an always step", () => {
  it("waits for its dependencies like any other", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    expect(steps.open).toEqual(["work"]);
    await steps.succeed("work");
    expect(steps.open).toEqual(["finally"]);
  });

  it("runs whatever came of them: success, failure, upstream skip, guard, tolerated failure", async () => {
    const steps = createHeldSteps();
    const names = ["fine", "broken", "below", "unwanted", "shaky"];
    const trial = await begin(
      workflowOf(
        [
          stepOf("fine"),
          stepOf("broken", { run: steps.held("broken") }),
          stepOf("below", { dependsOn: ["broken"] }),
          stepOf("unwanted", { when: lambdaOf(() => false) }),
          stepOf("shaky", { continueOnError: true, run: steps.held("shaky") }),
          ...names.map((name) => stepOf(`after ${name}`, { always: true, dependsOn: [name] })),
        ],
        failSlow,
      ),
    );
    await steps.fail("broken");
    await steps.fail("shaky");
    const run = await trial.end();
    for (const name of names) expect(run.span(`after ${name}`).status).toBe("succeeded");
  });

  it("runs after a failure that stops everything else", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("next", { dependsOn: ["work"] }),
        stepOf("finally", { always: true, dependsOn: ["next"] }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(run.span("finally").status).toBe("succeeded");
  });

  it("runs after a cancel, once the aborted attempts that it waits for have ended", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await trial.cancel();
    expect(steps.open).toEqual(["work"]);
    await steps.fail("work");
    expect(steps.open).toEqual(["finally"]);
    await steps.succeed("finally");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("finally").status).toBe("succeeded");
  });

  it("keeps the run open until it has settled", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("work");
    expect((await trial.now()).status).toBe("running");
    await steps.succeed("finally");
    expect((await trial.now()).status).toBe("failed");
  });

  it("obeys its guard", async () => {
    const steps = createHeldSteps();
    const failed = lambdaOf(({ stepSpan }) => stepSpan("work", { settled: true }).status === "failed", {
      step: "work",
      mode: "settled",
    });
    const succeeded = lambdaOf((scope) => failed.evaluate(scope) === false, { step: "work", mode: "settled" });
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("onFailure", { always: true, when: failed }),
        stepOf("onSuccess", { always: true, when: succeeded }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("onFailure").status).toBe("succeeded");
    expect(run.span("onSuccess").skipped).toEqual({ kind: "guard" });
  });

  it("adds its failure to the errors of the run, behind those before it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("work");
    await steps.fail("finally");
    const error = await trial.error();
    expect(error.errors.map((each) => (each as StepError).step)).toEqual(["work", "finally"]);
    expect(error.cause).toBe(error.errors[0]);
  });

  it("fails a run that only its failure keeps from succeeding", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work"),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("finally");
    expect((await trial.error()).errors).toHaveLength(1);
  });

  it("fails a cancelled run if it fails", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await trial.cancel();
    await steps.fail("work");
    await steps.fail("finally");
    const error = await trial.error();
    expect(error.run.status).toBe("failed");
    expect(error.errors.map(({ name }) => name)).toEqual(["CancelledError", "StepError"]);
  });

  it("is no way around the end of the run for ordinary steps behind it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"] }),
        stepOf("ordinary", { dependsOn: ["finally"] }),
      ]),
    );
    await steps.fail("work");
    expect((await trial.end()).span("ordinary").cancelled).toEqual({ kind: "failFast", step: "work" });
  });

  it("has its failure tolerated by continueOnError", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work"),
        stepOf("finally", { always: true, continueOnError: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("finally");
    expect((await trial.end()).status).toBe("succeeded");
  });
});
