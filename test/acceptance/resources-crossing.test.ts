import {
  createEngine,
  MissingResourceError,
  perRun,
  type Runnable,
  type StepForm,
  type Subflow,
} from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { turn } from "../support/turn.ts";

const waiting: StepForm = { kind: "wait", event: { name: "go", schema: null }, where: null, timeoutMs: null };

describe("resource re-injection", () => {
  const report = workflowOf([
    stepOf("wait", { form: waiting }),
    stepOf("read", {
      run: (_, { resources }) => [resources.require("db"), resources.require("log")],
      dependsOn: ["wait"],
    }),
  ]);

  async function snapshotOf() {
    await using engine = createEngine();
    const handle = engine.start(report, undefined, { runId: "r1", resources: { db: "old db", log: "old log" } });
    handle.result.catch(() => undefined); // closing the engine cancels it
    await turn();
    return JSON.parse(JSON.stringify(await handle.snapshot()));
  }

  it("asks by name for what is missing", async () => {
    const snapshot = await snapshotOf();
    await using engine = createEngine({ workflows: [report] });
    expect(() => engine.resume(snapshot, { resources: { lgo: 1 } })).toThrow(
      new MissingResourceError(
        "db",
        'Run "r1" of workflow "test" cannot go on without the resources "db" and "log", which it began with. Did you mean "lgo"? There is "lgo". Give them again: engine.resume(snapshot, { resources: { db, log } }), or to the engine: createEngine({ resources: { db, log } }).',
      ),
    );
  });

  it("goes on with what is given, made anew where it is made per run", async () => {
    const snapshot = await snapshotOf();
    await using engine = createEngine({
      workflows: [report],
      resources: { log: perRun(({ runId }) => `log of ${runId}`) },
    });
    const handle = engine.resume(snapshot, { resources: { db: "new db" } });
    await turn();
    await handle.send("go", null);
    expect((await handle.result).output).toEqual(["new db", "log of r1"]);
  });
});

describe("a resumed run whose resource is never made", () => {
  it("is given up by a cancel, and the snapshot is as good as before", async () => {
    const needy = workflowOf([stepOf("wait", { form: waiting })], {
      resources: { db: perRun(() => "db") },
    });
    await using engine = createEngine();
    const handle = engine.start(needy, undefined, { runId: "r1" });
    handle.result.catch(() => undefined); // closing the engine cancels it
    await turn();
    const snapshot = await handle.snapshot();
    await using other = createEngine();
    const resources = { db: perRun(() => new Promise(() => undefined)) };
    const stuck = other.resume(snapshot, { workflow: needy, resources });
    await turn();
    stuck.cancel("no time");
    await expect(stuck.result).rejects.toThrow('The run of workflow "test" was cancelled: "no time".');
    const resumed = other.resume(snapshot, { workflow: needy });
    await turn();
    await resumed.send("go", 1);
    expect((await resumed.result).output).toBe(1);
  });
});

describe("captured resources", () => {
  function parentOf(child: Runnable, captureResources: ReadonlyMap<string, string>): Runnable {
    const subflow: Subflow = {
      plan: child.plan,
      captureState: null,
      captureFlowState: null,
      captureResources,
      writeBackState: null,
      writeBackFlowState: null,
      output: null,
    };
    return workflowOf([stepOf("bill", { form: { kind: "single", body: { kind: "workflow", subflow } } })], {
      name: "order",
    });
  }
  const child = workflowOf(
    [stepOf("read", { run: (_, { resources }) => ["db", "log", "own"].map((name) => resources.get(name, "missing")) })],
    { name: "billing", resources: { own: "default of the child" } },
  );

  it("are the parent's, and all that a child sees of it", async () => {
    await using engine = createEngine();
    const parent = parentOf(child, new Map([["db", "database"]]));
    const run = await engine.run(parent, undefined, { resources: { database: "db of the parent", log: "log" } });
    expect(run.output).toEqual(["db of the parent", "missing", "default of the child"]);
  });

  it("fail the step by name if the parent does not have them", async () => {
    await using engine = createEngine();
    await expect(engine.run(parentOf(child, new Map([["db", "db"]])))).rejects.toMatchObject({
      cause: {
        step: "bill",
        cause: {
          message:
            'Step "bill" of workflow "order" captures for its sub-workflow the resource "db", which is not there. There are none. Give it to the run: engine.run(workflow, input, { resources: { db } }); to the engine: createEngine({ resources: { db } }); or as a default to the workflow: .resources({ db }).',
        },
      },
    });
  });
});
