import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { createPlan } from "./create-plan.ts";
import { stepTableOf } from "./step-table.ts";

const reading = (name: string) => lambdaOf(({ stepSpan }) => stepSpan(name).output, name);

function planOfThree() {
  return createPlan(
    workflowOf([
      stepOf("a/b"),
      stepOf("c", { params: [parameterOf("x", reading("a/b")), { name: "y", kind: "constant", value: 1 }] }),
      stepOf("d", { when: reading("a/b"), params: [parameterOf("z", reading("c"))] }),
    ]).plan,
  );
}

describe("the table of a plan", () => {
  it("holds what the plan holds, in lists that are not frozen, and leaves those of the plan as they are", () => {
    const plan = planOfThree();
    const table = stepTableOf(plan);
    expect(table.steps).toEqual(plan.steps);
    expect(table.paths).toEqual(plan.paths);
    expect(table.params).toEqual(plan.steps.map(({ params }) => params));
    const reads = plan.reads.lists.flat();
    expect(reads).toHaveLength(3);
    expect(table.readSteps).toEqual(reads.map(({ step }) => step));
    expect(table.readParameters).toEqual(reads.map(({ parameter }) => parameter));
    expect(
      [table.steps, table.paths, table.params[1], table.readSteps, table.readParameters].some(Object.isFrozen),
    ).toBe(false);
    expect([plan.steps, plan.paths, plan.reads.lists].every(Object.isFrozen)).toBe(true);
  });

  it("is made once for each plan", () => {
    const plan = planOfThree();
    expect(stepTableOf(plan)).toBe(stepTableOf(plan));
    expect(stepTableOf(planOfThree())).not.toBe(stepTableOf(plan));
  });
});
