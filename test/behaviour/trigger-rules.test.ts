import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const failSlow = { failFast: false };

describe("a trigger rule", () => {
  it("over a failure that is not tolerated comes to nothing: the failure stops the run, whoever looks at it", async () => {
    const steps = createHeldSteps();
    const watches = parameterOf(
      "status",
      lambdaOf(({ stepSpan }) => stepSpan("work", { settled: true }).status, { step: "work", mode: "settled" }),
    );
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("watcher", { params: [watches] })]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(run.span("watcher").cancelled).toEqual({ kind: "failFast", step: "work" });
  });

  it("can see a tolerated failure, and in an always step any failure", async () => {
    const steps = createHeldSteps();
    const failed = (step: string) =>
      lambdaOf(({ stepSpan }) => stepSpan(step, { settled: true }).status === "failed", { step, mode: "settled" });
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { continueOnError: true, run: steps.held("shaky") }),
        stepOf("onShaky", { when: failed("shaky") }),
        stepOf("work", { dependsOn: ["onShaky"], run: steps.held("work") }),
        stepOf("onWork", { always: true, when: failed("work") }),
      ]),
    );
    await steps.fail("shaky");
    await steps.fail("work");
    expect(await trial.statuses()).toEqual({
      shaky: "failed",
      onShaky: "succeeded",
      work: "failed",
      onWork: "succeeded",
    });
  });

  it("can see any failure with failFast: false, and the run fails all the same", async () => {
    const steps = createHeldSteps();
    const someFailed = lambdaOf(
      ({ stepSpan }) =>
        ["left", "right"].map((name) => stepSpan(name, { settled: true })).some((span) => span.status === "failed"),
      { step: "left", mode: "settled" },
      { step: "right", mode: "settled" },
    );
    const trial = await begin(
      workflowOf(
        [
          stepOf("left", { run: steps.held("left") }),
          stepOf("right", { run: steps.held("right") }),
          stepOf("repair", { when: someFailed }),
        ],
        failSlow,
      ),
    );
    await steps.fail("left");
    await steps.succeed("right");
    const run = await trial.end();
    expect(run.span("repair").status).toBe("succeeded");
    expect(run.status).toBe("failed");
  });
});
