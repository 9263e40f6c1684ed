import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { DefinitionError } from "../errors/definition-errors.ts";

describe("a plan", () => {
  it("takes steps with and without an estimate", () => {
    const { plan } = workflowOf([stepOf("a", { estimateMs: 0.5 }), stepOf("b")]);
    expect(plan.steps.map(({ estimateMs }) => estimateMs)).toEqual([0.5, null]);
  });

  it.each([0, -1, Number.NaN, Infinity])("refuses the estimate %d", (estimateMs) => {
    expect(() => workflowOf([stepOf("a", { estimateMs })])).toThrow(
      new DefinitionError(
        `Step "a" of workflow "test" has the estimate ${estimateMs}. Give milliseconds above 0, or null.`,
      ),
    );
  });
});
