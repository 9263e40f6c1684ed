import { createEngine, DefinitionError, StoreError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";

function twoSteps() {
  const steps = createHeldSteps();
  const workflow = workflowOf([
    stepOf("first", { run: steps.held("first") }),
    stepOf("second", { dependsOn: ["first"], run: steps.held("second") }),
  ]);
  return { steps, workflow };
}

describe("a handle", () => {
  it("is there before anything has happened", async () => {
    const { steps, workflow } = twoSteps();
    const handle = createEngine().start(workflow);
    expect(handle.runId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(steps.open).toEqual([]);
    await turn();
    expect(steps.open).toEqual(["first"]);
  });

  it("has a run id of its own, or the one that was given", async () => {
    const engine = createEngine();
    const workflow = workflowOf([]);
    expect(engine.start(workflow).runId).not.toBe(engine.start(workflow).runId);
    expect(engine.start(workflow, undefined, { runId: "order 7" }).runId).toBe("order 7");
  });

  it("gives the result of the run", async () => {
    const run = await createEngine().start(workflowOf([stepOf("only", { run: () => 42 })])).result;
    expect(run.output).toBe(42);
  });

  it("leaves no unhandled rejection if nobody asks for a result that is a failure", async () => {
    const engine = createEngine();
    engine.start(
      workflowOf([
        stepOf("only", {
          run: () => {
            throw new Error("nobody looks");
          },
        }),
      ]),
    );
    await turn();
  });

  it("refuses a runId that a run of the store has already", async () => {
    const engine = createEngine();
    const first = await engine.run(workflowOf([stepOf("only")]), undefined, { runId: "order 7" });
    const message =
      'The journal of run "order 7" holds 5 events, not 0: another writer was here. Start the run under a runId of its own.';
    await expect(engine.run(workflowOf([stepOf("only")]), undefined, { runId: "order 7" })).rejects.toThrow(
      new StoreError(message),
    );
    expect((await engine.runs.get("order 7"))?.startedAt).toBe(first.startedAt);
  });

  it("refuses a runId that another run has that was started in the same turn", async () => {
    const steps = createHeldSteps();
    const engine = createEngine();
    const workflow = workflowOf([stepOf("work", { run: steps.held("work") })]);
    const [first, second] = [1, 2].map(() => engine.start(workflow, undefined, { runId: "order 7" }));
    await expect(second?.result).rejects.toThrow(StoreError);
    await steps.succeed("work");
    expect((await first?.result)?.status).toBe("succeeded");
    expect((await engine.runs.get("order 7"))?.status).toBe("succeeded");
  });

  it.each([
    [{ runId: "" }, 'The run of workflow "test" got the runId "". Give a string that is not empty, or none.'],
    [
      { concurrency: 0.5 },
      'The run of workflow "test" got the concurrency 0.5. Give a whole number of at least 1, or Infinity.',
    ],
    [
      { timeout: -1 },
      'The run of workflow "test" got -1 as timeout. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [
      { timeout: "soon" as "1s" },
      'The run of workflow "test" got "soon" as timeout. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [
      { timout: 1 } as object,
      'The run of workflow "test" got the unknown option "timout". The options of a run are runId, metadata, signal, concurrency, schedule, timeout, resources, live.',
    ],
  ])("is refused for options that make no sense: %o", async (options, message) => {
    const engine = createEngine();
    expect(() => engine.start(workflowOf([]), undefined, options)).toThrow(new DefinitionError(message));
    await expect(engine.run(workflowOf([]), undefined, options)).rejects.toThrow(new DefinitionError(message));
  });
});

describe("engine.handle", () => {
  it("gives the handle of a run that is open, as it is, and of no other", async () => {
    const { steps, workflow } = twoSteps();
    const engine = createEngine();
    const handle = engine.start(workflow, undefined, { runId: "r" });
    expect(engine.handle("r")).toBe(handle);
    expect(engine.handle("other")).toBeUndefined();
    await turn();
    void handle.pause();
    await steps.succeed("first");
    expect(engine.handle("r")).toBe(handle);
    await turn();
    expect(steps.open).toEqual([]); // it is still paused
    handle.resume();
    await turn();
    await steps.succeed("second");
    await handle.result;
    expect(engine.handle("r")).toBeUndefined();
  });
});
