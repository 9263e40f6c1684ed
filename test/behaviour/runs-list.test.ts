import { createEngine, DefinitionError, memoryStore } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("the runs of an engine", () => {
  it("are listed, the oldest first, finished or not", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]), { run: { runId: "first" } });
    await trial.engine.run(workflowOf([], { name: "other" }), undefined, { runId: "second" });
    const list = async () =>
      (await trial.engine.runs.list()).map(({ runId, workflow, status }) => [runId, workflow, status]);
    expect(await list()).toEqual([
      ["first", "test", "running"],
      ["second", "other", "succeeded"],
    ]);
    await steps.fail("work");
    expect(await list()).toEqual([
      ["first", "test", "failed"],
      ["second", "other", "succeeded"],
    ]);
  });

  it("are found by their id; undefined if there is none", async () => {
    const engine = createEngine();
    await engine.run(workflowOf([stepOf("only")]), undefined, { runId: "order 7" });
    expect((await engine.runs.get("order 7"))?.output).toBe("only");
    expect(await engine.runs.get("order 8")).toBe(undefined);
  });

  it("show the same as the run that was awaited", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("source", { run: steps.held("source") }),
          stepOf("reader", {
            params: [
              parameterOf(
                "value",
                lambdaOf(({ stepSpan }) => stepSpan("source").output, "source"),
              ),
            ],
          }),
          stepOf("unwanted", { when: lambdaOf(() => false) }),
          stepOf("broken", { dependsOn: ["reader"], run: steps.held("broken") }),
        ],
        { failFast: false },
      ),
    );
    await trial.advance(5);
    await steps.succeed("source", { sum: 3 });
    await trial.advance(5);
    await steps.fail("broken");
    const live = await trial.end();
    const kept = await trial.now();
    const facts = (run: typeof kept) => ({
      status: run.status,
      output: run.output,
      errors: run.errors,
      duration: run.duration,
      spans: run.spans.map(({ name, status, input, output, error, attempts, dependencies, duration, skipped }) => ({
        name,
        status,
        input,
        output,
        error,
        attempts,
        dependencies,
        duration,
        skipped,
      })),
    });
    expect(facts(kept)).toEqual(facts(live));
  });

  it("are shown by the workflow that they ran, though another one has its name", async () => {
    const engine = createEngine();
    await engine.run(workflowOf([stepOf("a")]), undefined, { runId: "first" });
    await engine.run(workflowOf([stepOf("b"), stepOf("c")]), undefined, { runId: "second" });
    await engine.run(workflowOf([]), undefined, { runId: "first" }).catch(() => undefined);
    const runs = await Promise.all((await engine.runs.list()).map(({ runId }) => engine.runs.get(runId)));
    expect(runs.map((run) => [run?.runId, run?.spans.map(({ name }) => name)])).toEqual([
      ["first", ["a"]],
      ["second", ["b", "c"]],
    ]);
  });

  it("refuse the name of a step that the workflow does not have", async () => {
    const run = await createEngine().run(workflowOf([stepOf("fetchUsers")]));
    expect(() => run.span("fetchUser")).toThrow(
      new DefinitionError('Workflow "test" has no step "fetchUser". Did you mean "fetchUsers"?'),
    );
  });

  it("keep their metadata", async () => {
    const run = await createEngine().run(workflowOf([]), undefined, { metadata: { request: "r-1", tags: ["a"] } });
    expect(run.metadata).toEqual({ request: "r-1", tags: ["a"] });
  });

  it("are dropped by the memory store when it holds too many events, the oldest first, the last never", async () => {
    const engine = createEngine({ store: memoryStore({ keepEvents: 10 }) });
    for (const runId of ["a", "b", "c"]) await engine.run(workflowOf([stepOf("only")]), undefined, { runId });
    expect((await engine.runs.list()).map(({ runId }) => runId)).toEqual(["b", "c"]);
    expect(await engine.runs.get("a")).toBe(undefined);
    const many = workflowOf(Array.from({ length: 20 }, (_, index) => stepOf(`s${index}`)));
    await engine.run(many, undefined, { runId: "d" });
    expect((await engine.runs.list()).map(({ runId }) => runId)).toEqual(["d"]);
  });
});
