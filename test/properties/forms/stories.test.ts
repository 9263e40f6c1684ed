import {
  createEngine,
  memoryStore,
  type StepDefinition,
  type Subflow,
  type WorkflowDefinition,
} from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callOf, lambdaOf, parameterOf, stepOf, workflowOf } from "../../support/definitions.ts";
import { createHeldSteps } from "../../support/held-steps.ts";
import { begin } from "../../support/trial.ts";
import { turn } from "../../support/turn.ts";
import { eventNamed } from "./build/events.ts";

/** A step that runs these steps as a sub-workflow. */
function child(name: string, steps: readonly StepDefinition[], crossing: Partial<Subflow> = {}): StepDefinition {
  const subflow: Subflow = {
    plan: workflowOf(steps, { name: `child of ${name}` }).plan,
    captureState: null,
    captureFlowState: null,
    captureResources: new Map(),
    writeBackState: null,
    writeBackFlowState: null,
    output: null,
    ...crossing,
  };
  return stepOf(name, { form: { kind: "single", body: { kind: "workflow", subflow } } });
}

const counting: Partial<WorkflowDefinition> = { name: "counting", flowState: z.looseObject({}) };

describe("what random workflows once found", () => {
  it("what a sub-workflow wrote back to the flow state is not written again when its run goes on from a snapshot", async () => {
    const calls = createHeldSteps();
    const writeBackFlowState = (draft: Record<string, unknown>) => {
      draft.count = 1 + ((draft.count as number | undefined) ?? 0); // it is the only one to write it
    };
    const workflow = workflowOf(
      [child("nested", [stepOf("inner")], { writeBackFlowState }), stepOf("slow", { run: calls.held("slow") })],
      counting,
    );
    const { states } = memoryStore();
    const engine = createEngine({ store: { ...memoryStore(), states } });
    const handle = engine.start(workflow);
    await turn();
    const taken = handle.snapshot();
    await calls.succeed("slow");
    const other = createEngine({ store: { ...memoryStore(), states } });
    await other.resume(await taken, { workflow }).result;
    expect(await states.read({ workflow: "counting", step: null })).toMatchObject({ values: { count: 1 } });
    await engine.close();
  });

  it("items that are suspended on what depends on an `on` step do not keep that from settling", async () => {
    const readsLate = lambdaOf(({ stepSpan }) => stepSpan("late").output);
    const body = callOf(({ value }: { readonly value: string }) => value);
    if (body.kind !== "single") throw new Error("The test needs a body.");
    const trial = await begin(
      workflowOf([
        stepOf("listen", {
          form: { kind: "on", body: body.body, event: eventNamed("turn"), concurrency: 1, capacity: 1 },
        }),
        stepOf("late", { dependsOn: ["listen"] }),
        stepOf("items", {
          params: [parameterOf("value", readsLate)],
          form: { kind: "map", body: body.body, over: lambdaOf(() => [1, 2]), concurrency: 2 },
        }),
      ]),
    );
    expect((await trial.end()).span("items").output).toEqual(["late", "late"]);
  });

  it("a race that fails within another race is tolerated there", async () => {
    const fails = () => {
      throw new Error("broken");
    };
    const trial = await begin(
      workflowOf([
        stepOf("first", { run: fails }),
        stepOf("second", { run: fails }),
        stepOf("inner", { form: { kind: "race", of: ["first", "second"] } }),
        stepOf("third"),
        stepOf("outer", { form: { kind: "race", of: ["inner", "third"] } }),
      ]),
    );
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.span("inner").status).toBe("failed");
    expect(run.span("outer").output).toBe("third");
  });
});
