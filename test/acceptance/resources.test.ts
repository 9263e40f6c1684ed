import {
  createEngine,
  DefinitionError,
  MissingResourceError,
  perRun,
  type Run,
  type StepContext,
} from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { failureOf } from "../misbehaviour/run-failure.ts";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { turn } from "../support/turn.ts";

const reading =
  (name: string) =>
  (_: never, { resources }: StepContext) =>
    resources.get(name, "missing");

describe("resource default", () => {
  it("comes from the workflow, or from the engine", async () => {
    await using engine = createEngine({ resources: { log: "log of the engine", db: "db of the engine" } });
    const report = workflowOf([stepOf("db", { run: reading("db") }), stepOf("log", { run: reading("log") })], {
      resources: { db: "db of the workflow" },
    });
    const run = await engine.run(report);
    expect([run.span("db").output, run.span("log").output]).toEqual(["db of the workflow", "log of the engine"]);
  });
});

describe("resource override", () => {
  const report = workflowOf([stepOf("read", { run: reading("db") })], { resources: { db: { a: 1, b: 1 } } });

  it("replaces for one run, and does not merge", async () => {
    await using engine = createEngine();
    expect((await engine.run(report, undefined, { resources: { db: { a: 2 } } })).output).toEqual({ a: 2 });
    expect((await engine.run(report)).output).toEqual({ a: 1, b: 1 });
  });

  it("may be null, undefined or false", async () => {
    await using engine = createEngine();
    for (const db of [null, undefined, false]) {
      expect((await engine.run(report, undefined, { resources: { db } })).output).toBe(db);
    }
  });

  it("refuses names that are none before anything runs", () => {
    expect(() => createEngine().start(report, undefined, { resources: { constructor: 1 } })).toThrow(
      new DefinitionError(
        'The run of workflow "test" got "constructor" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.',
      ),
    );
  });
});

describe("step-local override", () => {
  it("holds for that attempt of that step", async () => {
    await using engine = createEngine({ resources: { db: "db" } });
    const seen: unknown[] = [];
    const changing = (_: never, { attempt, resources }: StepContext) => {
      seen.push(resources.get("db"));
      resources.set("db", "changed");
      resources.set("cache", "cache");
      seen.push(resources.require("db"));
      if (attempt === 1) throw new Error("again");
      resources.delete("db");
      return resources.get("db", "deleted");
    };
    const report = workflowOf([
      stepOf("change", { run: changing, retry: { attempts: 2 } }),
      stepOf("after", {
        run: (_, { resources }) => [resources.get("db"), resources.get("cache")],
        dependsOn: ["change"],
      }),
    ]);
    const run = await engine.run(report);
    expect(seen).toEqual(["db", "changed", "db", "changed"]);
    expect(run.span("change").output).toBe("deleted");
    expect(run.span("after").output).toEqual(["db", undefined]);
  });
});

describe("a missing resource", () => {
  it("fails the step that requires it, by name", async () => {
    await using engine = createEngine({ resources: { dbs: 1 } });
    const report = workflowOf([stepOf("save", { run: (_, { resources }) => resources.require("db") })]);
    const { cause } = await failureOf(engine.run(report));
    expect((cause as Error).cause).toBeInstanceOf(MissingResourceError);
    expect((cause as Error).message).toBe(
      'Step "save" failed on attempt 1: Step "save" of workflow "test" requires the resource "db", which is not there. There is "dbs". Give it to the run: engine.run(workflow, input, { resources: { db } }); to the engine: createEngine({ resources: { db } }); or as a default to the workflow: .resources({ db }).',
    );
  });
});

describe("resources of one run", () => {
  const connections = () => {
    const diary: string[] = [];
    const connect = perRun(async ({ runId, input }) => {
      diary.push(`connect ${runId}`);
      return { runId, input, [Symbol.asyncDispose]: async () => void diary.push(`close ${runId}`) };
    });
    return { diary, connect };
  };

  it("are made before its first step and disposed of after its last, before its result is there", async () => {
    const { diary, connect } = connections();
    await using engine = createEngine({ resources: { db: connect } });
    const last = () => void diary.push("last step");
    const report = workflowOf([
      stepOf("fail", {
        run: () => {
          diary.push("first step");
          throw new Error("no");
        },
      }),
      stepOf("tidy", { run: last, always: true, dependsOn: ["fail"] }),
    ]);
    await failureOf(engine.run(report, undefined, { runId: "r1" }));
    expect(diary).toEqual(["connect r1", "first step", "last step", "close r1"]);
  });

  it("are its own, while many run at once", async () => {
    const { diary, connect } = connections();
    await using engine = createEngine({ resources: { db: connect } });
    const runIdOf = ({ resources, run }: StepContext) => [run.id, (resources.require("db") as { runId: string }).runId];
    const report = workflowOf([stepOf("read", { run: (_, context) => runIdOf(context) })]);
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    const runs: Run[] = await Promise.all(ids.map((runId) => engine.run(report, undefined, { runId })));
    expect(runs.map(({ output }) => output)).toEqual(ids.map((id) => [id, id]));
    expect(diary.toSorted()).toEqual(ids.flatMap((id) => [`connect ${id}`, `close ${id}`]).toSorted());
  });

  it("fail the run before its first step if they cannot be made", async () => {
    const diary: string[] = [];
    await using engine = createEngine({
      resources: { db: perRun(() => ({ [Symbol.dispose]: () => void diary.push("close db") })) },
    });
    const report = workflowOf([stepOf("step", { run: () => void diary.push("step") })]);
    const running = engine.run(report, undefined, {
      runId: "r1",
      resources: { log: perRun(() => Promise.reject(new Error("no disk"))) },
    });
    await expect(running).rejects.toThrow(
      'Resource "log" could not be made for run "r1" of workflow "test": Error: no disk. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { log } }).',
    );
    expect(diary).toEqual(["close db"]);
  });

  it("do not change or hold up a run if they cannot be disposed of", async () => {
    const clock = createManualClock();
    await using engine = createEngine({
      clock,
      gracePeriod: 5000,
      resources: { never: perRun(() => ({ [Symbol.asyncDispose]: () => new Promise(() => undefined) })) },
    });
    const running = engine.run(workflowOf([stepOf("step")]));
    await turn();
    clock.advance(5000);
    expect((await running).status).toBe("succeeded");
    expect(clock.nextTimer).toBeNull();
  });
});

describe("conditions and lambdas", () => {
  it("do not see resources", async () => {
    const scopes: object[] = [];
    const look = lambdaOf((scope) => {
      scopes.push(scope);
      return true;
    });
    await using engine = createEngine({ resources: { db: "db" } });
    await engine.run(workflowOf([stepOf("step", { when: look, params: [parameterOf("seen", look)] })]));
    expect(scopes).toHaveLength(2);
    for (const scope of scopes) expect("resources" in scope).toBe(false);
  });
});

describe("resources and what is stored", () => {
  it("keeps the names of resources in the journal, and nothing of the objects", async () => {
    const events: unknown[] = [];
    await using engine = createEngine({
      observers: [{ onEvent: (event) => void events.push(event) }],
      resources: { db: { password: "canary" }, made: perRun(() => ({ token: "canary" })) },
    });
    const run = await engine.run(
      workflowOf([stepOf("step", { run: (_, { resources }) => void resources.require("db") })]),
    );
    expect(events[0]).toMatchObject({ type: "run-started", resources: ["db", "made"] });
    expect(JSON.stringify([events, run.spans])).not.toContain("canary");
  });
});
