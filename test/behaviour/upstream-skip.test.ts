import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const failSlow = { failFast: false };
const read = (step: string) =>
  parameterOf(
    step,
    lambdaOf(({ stepSpan }) => stepSpan(step).output, step),
  );

describe("a lost step", () => {
  it("is one that failed: what depends on it is skipped, and never runs", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("source", { run: steps.held("source") }),
          stepOf("ordered", { dependsOn: ["source"] }),
          stepOf("companion", { skipWith: ["source"] }),
          stepOf("guarded", { when: lambdaOf(({ stepSpan }) => stepSpan("source").output === 1, "source") }),
          stepOf("reader", { params: [read("source")] }),
        ],
        failSlow,
      ),
    );
    await steps.fail("source");
    const run = await trial.end();
    for (const name of ["ordered", "companion", "guarded", "reader"]) {
      expect(run.span(name).skipped).toEqual({ kind: "upstream", step: "source" });
      expect(run.span(name).attempts).toEqual([]);
    }
  });

  it("is one that was skipped for a lost step: the name of the one that failed is handed on", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("source", { run: steps.held("source") }),
          stepOf("second", { dependsOn: ["source"] }),
          stepOf("third", { params: [read("second")] }),
          stepOf("fourth", { skipWith: ["third"] }),
        ],
        failSlow,
      ),
    );
    await steps.fail("source");
    const run = await trial.end();
    for (const name of ["second", "third", "fourth"]) {
      expect(run.span(name).skipped).toEqual({ kind: "upstream", step: "source" });
    }
  });

  it("is named by the one that failed first, not by the one listed first", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("left", { run: steps.held("left") }),
          stepOf("right", { run: steps.held("right") }),
          stepOf("belowRight", { dependsOn: ["right"] }),
          stepOf("both", { dependsOn: ["left", "belowRight"] }),
        ],
        failSlow,
      ),
    );
    await steps.fail("right");
    await steps.fail("left");
    expect((await trial.end()).span("both").skipped).toEqual({ kind: "upstream", step: "right" });
  });

  it("is not one that was skipped by its guard, or by skipWith", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("unwanted", { when: lambdaOf(() => false) }),
        stepOf("companion", { skipWith: ["unwanted"] }),
        stepOf("afterUnwanted", { dependsOn: ["unwanted"] }),
        stepOf("afterCompanion", { dependsOn: ["companion"] }),
      ]),
    );
    expect(await trial.statuses()).toEqual({
      unwanted: "skipped",
      companion: "skipped",
      afterUnwanted: "succeeded",
      afterCompanion: "succeeded",
    });
  });

  it("is not one whose failure is tolerated", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { continueOnError: true, run: steps.held("shaky") }),
        stepOf("next", { dependsOn: ["shaky"] }),
      ]),
    );
    await steps.fail("shaky");
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.span("next").status).toBe("succeeded");
  });

  it("is one that tolerates failures of its own but was skipped for another's", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("source", { run: steps.held("source") }),
          stepOf("shaky", { continueOnError: true, dependsOn: ["source"] }),
          stepOf("next", { dependsOn: ["shaky"] }),
        ],
        failSlow,
      ),
    );
    await steps.fail("source");
    expect((await trial.end()).span("next").skipped).toEqual({ kind: "upstream", step: "source" });
  });

  it("ends the evaluation of whoever reads it, even if the lambda catches what is thrown", async () => {
    const steps = createHeldSteps();
    const swallow = lambdaOf(({ stepSpan }) => {
      try {
        return stepSpan("source", { default: null });
      } catch {
        return "a wrong value";
      }
    }, "source");
    const trial = await begin(
      workflowOf(
        [
          stepOf("source", { run: steps.held("source") }),
          stepOf("guarded", { when: lambdaOf((scope) => swallow.evaluate(scope) !== null, "source") }),
          stepOf("reader", { params: [parameterOf("value", swallow)] }),
        ],
        failSlow,
      ),
    );
    await steps.fail("source");
    const run = await trial.end();
    expect(run.span("guarded").skipped).toEqual({ kind: "upstream", step: "source" });
    expect(run.span("reader").skipped).toEqual({ kind: "upstream", step: "source" });
  });

  it("does not stop a reader that asks for settled spans", async () => {
    const steps = createHeldSteps();
    const settled = lambdaOf(({ stepSpan }) => stepSpan("source", { settled: true }).status, {
      step: "source",
      mode: "settled",
    });
    const trial = await begin(
      workflowOf(
        [
          stepOf("source", { run: steps.held("source") }),
          stepOf("reader", {
            params: [parameterOf("status", settled)],
            run: ({ status }: { status: string }) => status,
          }),
        ],
        failSlow,
      ),
    );
    await steps.fail("source");
    expect((await trial.end()).span("reader").output).toBe("failed");
  });
});
