import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("skipWith", () => {
  it("skips a step with one that its guard skipped", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("unwanted", { when: lambdaOf(() => false) }),
        stepOf("companion", { skipWith: ["unwanted"] }),
      ]),
    );
    expect((await trial.end()).span("companion").skipped).toEqual({ kind: "skipWith", step: "unwanted" });
  });

  it("skips a step with one whose failure was tolerated", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { continueOnError: true, run: steps.held("shaky") }),
        stepOf("companion", { skipWith: ["shaky"] }),
      ]),
    );
    await steps.fail("shaky");
    expect((await trial.end()).span("companion").skipped).toEqual({ kind: "skipWith", step: "shaky" });
  });

  it("passes along a chain, each step named by the one before it", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("unwanted", { when: lambdaOf(() => false) }),
        stepOf("second", { skipWith: ["unwanted"] }),
        stepOf("third", { skipWith: ["second"] }),
      ]),
    );
    expect((await trial.end()).span("third").skipped).toEqual({ kind: "skipWith", step: "second" });
  });

  it("skips with any of its steps, and names the first one listed", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("fine"),
        stepOf("unwanted", { when: lambdaOf(() => false) }),
        stepOf("alsoUnwanted", { when: lambdaOf(() => false) }),
        stepOf("companion", { skipWith: ["fine", "alsoUnwanted", "unwanted"] }),
      ]),
    );
    expect((await trial.end()).span("companion").skipped).toEqual({ kind: "skipWith", step: "alsoUnwanted" });
  });

  it("runs the step once all of its steps have succeeded, and lets it read them without a default", async () => {
    const steps = createHeldSteps();
    const plain = parameterOf(
      "value",
      lambdaOf(({ stepSpan }) => stepSpan("wanted").output, "wanted"),
    );
    const trial = await begin(
      workflowOf([
        stepOf("wanted", { when: lambdaOf(() => true), run: steps.held("wanted") }),
        stepOf("companion", { skipWith: ["wanted"], params: [plain], run: ({ value }: { value: string }) => value }),
      ]),
    );
    expect((await trial.statuses()).companion).toBe("pending");
    await steps.succeed("wanted", "a value");
    expect((await trial.end()).span("companion").output).toBe("a value");
  });
});
