import {
  createCodec,
  createEngine,
  encodeEvents,
  memoryStore,
  RunError,
  type StepDefinition,
  type Subflow,
  type WorkflowDefinition,
} from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callOf, lambdaOf, parameterOf, stepOf, workflowOf } from "../../support/definitions.ts";
import { createHeldSteps } from "../../support/held-steps.ts";
import { createPrefixStore } from "../../support/prefix-store.ts";
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

  it("an attempt that was told to end does not run again after a restart", async () => {
    const calls = createHeldSteps();
    const workflow = workflowOf([stepOf("slow", { run: calls.held("slow") })]);
    const trial = await begin(workflow);
    await trial.cancel();
    expect(trial.events.at(-1)?.type).toBe("cancel-requested");
    const { runId } = trial.handle;
    const events = encodeEvents(trial.events, createCodec());
    const crashed = { format: "stepspan-run", version: 1, runId, workflow: "test", resources: [], events } as const;
    const { run } = await rejectionOf(createEngine().resume(crashed, { workflow }).result);
    expect(run.span("slow").cancelled).toEqual({ kind: "cancel", reason: undefined });
    expect(calls.calls("slow")).toHaveLength(1);
    await calls.succeed("slow");
    await trial.end();
  });

  it("a snapshot shows a paused run, though a cancel comes before the pause is complete", async () => {
    const calls = createHeldSteps();
    const steps = [
      stepOf("slow", { run: calls.held("slow") }),
      stepOf("last", { run: calls.held("last"), dependsOn: ["slow"], always: true }),
    ];
    const workflow = workflowOf(steps);
    const trial = await begin(workflow);
    const taken = trial.handle.snapshot();
    await trial.cancel();
    await calls.succeed("slow");
    const snapshot = await taken;
    expect((await trial.now()).status).toBe("paused");
    expect(calls.open).toEqual([]);
    const { run } = await Promise.all([
      rejectionOf(createEngine().resume(snapshot, { workflow }).result),
      turn().then(() => calls.succeed("last")),
    ]).then(([rejection]) => rejection);
    expect(run.span("last").status).toBe("succeeded");
    trial.handle.resume();
    await turn();
    await calls.succeed("last");
    await trial.end();
  });

  it("a cancel ends an iteration that stopped its run and goes on", async () => {
    const calls = createHeldSteps();
    const body = callOf((_none: never, context) => {
      context.stop();
      return calls.held("loop")({}, context);
    });
    if (body.kind !== "single") throw new Error("The test needs a body.");
    const form = { kind: "loop", body: body.body, until: lambdaOf(() => true), maxIterations: 1 } as const;
    const trial = await begin(workflowOf([stepOf("loop", { form })]));
    await trial.cancel();
    await trial.advance(5000);
    expect((await trial.end()).status).toBe("cancelled");
    await calls.succeed("loop");
  });

  it("a step that is given up while its child run writes back says nothing more", async () => {
    const calls = createHeldSteps();
    const writeBackFlowState = (draft: Record<string, unknown>) => {
      draft.count = 1;
    };
    const steps = [child("nested", [stepOf("inner", { run: calls.held("inner") })], { writeBackFlowState })];
    const last = stepOf("last", { run: calls.held("last"), dependsOn: ["nested"], always: true });
    const trial = await begin(workflowOf([...steps, last], counting));
    void trial.handle.pause();
    await calls.succeed("inner");
    trial.handle.cancel();
    trial.clock.advance(5000);
    await turn();
    expect(trial.events.findLast((event) => "path" in event && event.path === "nested")?.type).toBe("step-cancelled");
    await calls.succeed("last");
    await trial.end();
  });

  it("a child run that is over does not run out of time while its end is stored", async () => {
    const plan = workflowOf([stepOf("inner", { form: { kind: "sleep", durationMs: 1 } })], { timeoutMs: 2 }).plan;
    const trial = await begin(workflowOf([child("nested", [], { plan })]), { engine: { store: createPrefixStore(1) } });
    trial.clock.advance(1);
    trial.clock.advance(1);
    await trial.end();
    const ends = trial.events.filter((event) => "path" in event && event.path === "nested").map(({ type }) => type);
    expect(ends).toEqual(["child-started", "step-succeeded"]);
  });

  it("an attempt that is due in the moment of a pause is not tried before the pause is over", async () => {
    const run = () => {
      throw new Error("broken");
    };
    const step = stepOf("flaky", { run, retry: { attempts: 2, delayMs: 5 } });
    const trial = await begin(workflowOf([step]), { engine: { store: createPrefixStore(1) } });
    const paused = trial.handle.pause();
    trial.clock.advance(5);
    await paused;
    await turn();
    expect(trial.events.at(-1)?.type).toBe("run-paused");
    trial.handle.resume();
    await turn();
    await trial.advance(5);
    expect((await trial.end()).span("flaky").attempts).toHaveLength(2);
    expect(trial.clock.nextTimer).toBeNull();
  });
});

async function rejectionOf(result: Promise<unknown>): Promise<RunError> {
  const error: unknown = await result.catch((thrown: unknown) => thrown);
  if (error instanceof RunError) return error;
  throw new Error("The run did not fail.");
}
