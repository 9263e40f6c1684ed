import { createEngine, currentSpan, DefinitionError, getRunContext, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { goOn, journeys } from "../support/journeys.ts";
import { ended } from "../support/trial.ts";

const ids = (_: object, { run, path, idempotencyKey }: StepContext) => [
  run.id,
  run.parentRunId,
  getRunContext().runId,
  path,
  idempotencyKey,
  currentSpan().id,
];

describe("run id", () => {
  it("is a new UUID for each run, the same on the handle, on the run and in its steps", async () => {
    await using engine = createEngine();
    const work = workflow("work").step("only", { run: (_, { run }) => run.id });
    const handles = [engine.start(work), engine.start(work)];
    const runs = await Promise.all(handles.map(({ result }) => result));
    for (const [index, run] of runs.entries()) {
      expect(run.runId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect([run.runId, run.output, run.rootSpan.id]).toEqual(Array(3).fill(handles[index]?.runId));
    }
    expect(runs[0]?.runId).not.toBe(runs[1]?.runId);
  });

  it.each(journeys)("is known everywhere in the run and in its child runs, %s", async (_name, travel) => {
    const child = workflow("child").step("inner", { run: ids });
    const work = workflow("work")
      .step("before", { run: ids })
      .wait("pause", { event: goOn, dependsOn: ["before"] })
      .step("after", { run: ids, dependsOn: ["pause"] })
      .map("items", { over: [1], params: { n: ({ item }) => item }, run: ids, dependsOn: ["pause"] })
      .map("children", { over: [1], params: { n: ({ item }) => item }, run: child, dependsOn: ["pause"] })
      .subflow("below", { workflow: child, dependsOn: ["pause"] });
    const run = await travel(work, { run: { runId: "order 7/a" } });
    const at = (path: string) => ["order 7/a", null, "order 7/a", path, `order 7/a/${path}`, `order 7/a/${path}`];
    expect(run.span("before").output).toEqual(at("before"));
    expect(run.span("after").output).toEqual(at("after"));
    expect(run.spanAt("items[0]").output).toEqual(at("items[0]"));
    for (const above of ["children[0]", "below"]) {
      const path = `${above}/inner`;
      const childId = `order 7/a/${above}`;
      expect(run.spanAt(path).output).toEqual([
        childId,
        "order 7/a",
        childId,
        path,
        `order 7/a/${path}`,
        `order 7/a/${path}`,
      ]);
    }
  });

  it("finds the run again", async () => {
    await using engine = createEngine();
    await engine.run(workflow("work").step("only", { run: () => 1 }), undefined, {
      runId: "mine",
      metadata: { user: 7 },
    });
    const found = await engine.runs.get("mine");
    expect([found?.runId, found?.status, found?.metadata]).toEqual(["mine", "succeeded", { user: 7 }]);
    expect(await engine.runs.get("other")).toBeUndefined();
  });

  it("that is taken is refused, before any step runs", async () => {
    await using engine = createEngine();
    let calls = 0;
    const work = workflow("work").step("only", { run: () => void calls++ });
    await engine.run(work, undefined, { runId: "mine" });
    await expect(engine.run(work, undefined, { runId: "mine" })).rejects.toThrow(
      'The journal of run "mine" holds 5 events, not 0: another writer was here. Start the run under a runId of its own.',
    );
    expect(calls).toBe(1);
  });

  it.each([
    ["", '""'],
    [7, "7"],
    [null, "null"],
  ])("that is no text is refused: %s", (runId, shown) => {
    expect(() =>
      createEngine().start(workflow("work").step("a", { run: () => 1 }), undefined, { runId: runId as never }),
    ).toThrow(
      new DefinitionError(
        `The run of workflow "work" got the runId ${shown}. Give a string that is not empty, or none.`,
      ),
    );
  });

  it("is the same for all attempts of a step, as is its idempotency key", async () => {
    await using engine = createEngine();
    const keys: string[] = [];
    await ended(
      engine.run(
        workflow("work").step("only", {
          retry: { attempts: 3 },
          run: (_, { run, idempotencyKey }) => {
            keys.push(run.id, idempotencyKey);
            throw new Error("again");
          },
        }),
        undefined,
        { runId: "r" },
      ),
    );
    expect(keys).toEqual(["r", "r/only", "r", "r/only", "r", "r/only"]);
  });
});
