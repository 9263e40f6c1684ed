import { describe, expectTypeOf, it } from "vitest";
import type { AnyWorkflow } from "../types/workflow.ts";
import { workflow } from "../workflow.ts";
import type { StepConfig } from "./step-config.ts";
import type { WorkflowConfig } from "./workflow-config.ts";
import { workflowFromConfig } from "./workflow-from-config.ts";

describe("the configuration of a workflow", () => {
  it("is what a workflow gives", () => {
    expectTypeOf(workflow("w").toConfig()).toEqualTypeOf<WorkflowConfig>();
  });

  it("can be written by hand", () => {
    const config = {
      format: "stepspan-workflow",
      version: 1,
      name: "w",
      steps: [
        { name: "a", kind: "step", handler: "load", params: { day: { scope: "input", path: ["day"] } } },
        { name: "b", kind: "sleep", duration: 100, when: { condition: "isLate" } },
      ],
    } as const satisfies WorkflowConfig;
    expectTypeOf(workflowFromConfig(config)).toEqualTypeOf<AnyWorkflow>();
  });

  it("has for each kind of step what that kind needs", () => {
    // @ts-expect-error: a step needs a handler
    const step: StepConfig = { name: "a", kind: "step" };
    const until = { lambda: "c" };
    // @ts-expect-error: `until` is a condition, not a lambda
    const loop: StepConfig = { name: "a", kind: "loop", handler: "b", until, maxIterations: 2 };
    expectTypeOf([step, loop]).toBeArray();
  });

  it("takes functions whatever their parameters are", () => {
    const load = async ({ day }: { day: string }) => day;
    workflowFromConfig(
      {},
      { handlers: { load }, conditions: { isLate: ({ input }: { input: Date }) => input > new Date() } },
    );
    // @ts-expect-error: a handler is a function
    workflowFromConfig({}, { handlers: { load: 1 } });
  });
});
