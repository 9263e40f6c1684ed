import { createEngine, type Schedule, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps, type HeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const criticalPath = { schedule: "critical-path" } as const;

/** Ends whatever is open, the oldest first, until nothing is. Gives the names in the order in which they started. */
async function startOrder(steps: HeldSteps): Promise<readonly string[]> {
  const order: string[] = [];
  for (let [name] = steps.open; name !== undefined; [name] = steps.open) {
    order.push(name);
    await steps.succeed(name);
  }
  return order;
}

/** Two steps without a follower and, written behind them, the beginning of a chain. */
function chainBehindOthers(steps: HeldSteps) {
  const held = (name: string, dependsOn: readonly string[] = []) => stepOf(name, { run: steps.held(name), dependsOn });
  return workflowOf([held("one"), held("other"), held("first"), held("second", ["first"]), held("third", ["second"])]);
}

describe("a run by critical path", () => {
  it("starts first what the longest way to the end begins with: where nothing is known, the most steps", async () => {
    const steps = createHeldSteps();
    await begin(chainBehindOthers(steps), { engine: { concurrency: 1, ...criticalPath } });
    expect(await startOrder(steps)).toEqual(["first", "second", "one", "other", "third"]);
  });

  it("is first in, first out if nothing else is said", async () => {
    for (const engine of [{}, { schedule: "fifo" } as const]) {
      const steps = createHeldSteps();
      await begin(chainBehindOthers(steps), { engine: { concurrency: 1, ...engine } });
      expect(await startOrder(steps)).toEqual(["one", "other", "first", "second", "third"]);
    }
  });

  it("is what the run says, and only then what the engine says", async () => {
    const orderWith = async (engine: Schedule, run: Schedule) => {
      const steps = createHeldSteps();
      await begin(chainBehindOthers(steps), { engine: { concurrency: 1, schedule: engine }, run: { schedule: run } });
      return (await startOrder(steps))[0];
    };
    expect(await orderWith("fifo", "critical-path")).toBe("first");
    expect(await orderWith("critical-path", "fifo")).toBe("one");
  });

  it("goes by estimates, and gives a step of which nothing is known the mean of the others", async () => {
    const steps = createHeldSteps();
    const held = (name: string, estimateMs: number | null, dependsOn: readonly string[] = []) =>
      stepOf(name, { run: steps.held(name), estimateMs, dependsOn });
    await begin(
      workflowOf([
        held("short", 10),
        held("unknown", null), // (10 + 60 + 20 + 90) / 4
        held("start", 20),
        held("tail", 60, ["start"]),
        held("long", 90),
      ]),
      { engine: { concurrency: 1, ...criticalPath } },
    );
    expect(await startOrder(steps)).toEqual(["long", "start", "tail", "unknown", "short"]);
  });

  it("starts those with equally long ways in the order in which they became ready", async () => {
    const steps = createHeldSteps();
    const names = ["a", "b", "c", "d", "e"];
    await begin(workflowOf(names.map((name) => stepOf(name, { run: steps.held(name), estimateMs: 50 }))), {
      engine: { concurrency: 2, ...criticalPath },
    });
    expect(await startOrder(steps)).toEqual(names);
  });

  it("asks for the priority first", async () => {
    const steps = createHeldSteps();
    const held = (name: string, estimateMs: number, priority: number) =>
      stepOf(name, { run: steps.held(name), estimateMs, priority });
    await begin(
      workflowOf([held("long", 900, 0), held("urgent", 1, 1), held("later", 9999, -1), held("urgent and long", 2, 1)]),
      { engine: { concurrency: 1, ...criticalPath } },
    );
    expect(await startOrder(steps)).toEqual(["urgent and long", "urgent", "long", "later"]);
  });

  it("gives a slot to what the end of its step made ready, before others that have waited for longer", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("source", { run: steps.held("source"), estimateMs: 100 }),
        ...["a", "b"].map((name) => stepOf(name, { run: steps.held(name), estimateMs: 30 })),
        stepOf("reader", { run: steps.held("reader"), dependsOn: ["source"], estimateMs: 40 }),
      ]),
      { engine: { concurrency: 1, ...criticalPath } },
    );
    await steps.succeed("source");
    expect(steps.open).toEqual(["reader"]);
  });

  it("counts what follows a sub-workflow, a map and a loop behind their own steps", async () => {
    const steps = createHeldSteps();
    const run = (name: string) => () => steps.held(name)({}, {} as never); // the tests end it
    const child = workflow("child").step("inner", { run: run("inner"), estimate: 10 });
    const parent = workflow("parent")
      .step("alone", { run: run("alone"), estimate: 105 })
      .subflow("sub", { workflow: child })
      .map("map", { over: [0, 1], run: run("item"), estimate: 15 })
      .loop("loop", { run: run("iteration"), estimate: 20, until: () => true, maxIterations: 5 })
      .step("after sub", { run: run("after sub"), dependsOn: ["sub"], estimate: 100 })
      .step("after map", { run: run("after map"), dependsOn: ["map"], estimate: 100 })
      .step("after loop", { run: run("after loop"), dependsOn: ["loop"], estimate: 70 });
    const trial = await begin(parent, { engine: { concurrency: 1, ...criticalPath } });
    expect(await startOrder(steps)).toEqual([
      ...["item", "item", "inner", "alone", "after map", "after sub", "iteration", "after loop"],
    ]);
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("takes the estimate of a sub-workflow in place of its steps, for what comes before it", async () => {
    const steps = createHeldSteps();
    const run = (name: string) => () => steps.held(name)({}, {} as never); // the tests end it
    const child = workflow("child").step("inner", { run: () => 1, estimate: 10 });
    const parent = workflow("parent")
      .step("other", { run: run("other"), estimate: 50 })
      .step("before", { run: run("before"), estimate: 10 })
      .subflow("sub", { workflow: child, dependsOn: ["before"], estimate: "1s" });
    await begin(parent, { engine: { concurrency: 1, ...criticalPath } });
    expect(steps.open).toEqual(["before"]);
  });

  it("changes nothing that is recorded but the order: outputs and the fingerprint are the same", async () => {
    const chosen = async (schedule: Schedule, estimate: number) => {
      const built = workflow("sum")
        .step("a", { run: () => 1, estimate })
        .step("b", { run: () => 2 })
        .step("c", { params: { b: ({ stepSpan }) => stepSpan("b").output }, run: ({ b }) => b + 1 });
      await using engine = createEngine({ concurrency: 1, schedule });
      const run = await engine.run(built);
      return [run.output, built.fingerprint];
    };
    expect(await chosen("critical-path", 5)).toEqual(await chosen("fifo", 5000));
  });
});

describe("a run that goes on", () => {
  const paused = async (engineSchedule: Schedule) => {
    const steps = createHeldSteps();
    const w = chainBehindOthers(steps);
    const trial = await begin(w, { engine: { concurrency: 1, schedule: engineSchedule } });
    const snapshot = trial.handle.snapshot();
    await steps.succeed(steps.open[0]!);
    return { steps, w, snapshot: await snapshot };
  };

  it("goes by the schedule of its new engine, or by that which resume says", async () => {
    const nextWith = async (engine: Schedule, resume?: Schedule) => {
      const { steps, w, snapshot } = await paused("fifo");
      const options = { workflow: w, ...(resume === undefined ? {} : { schedule: resume }) };
      createEngine({ concurrency: 1, schedule: engine }).resume(snapshot, options);
      await turn();
      return steps.open;
    };
    expect(await nextWith("fifo")).toEqual(["other"]);
    expect(await nextWith("critical-path")).toEqual(["first"]);
    expect(await nextWith("fifo", "critical-path")).toEqual(["first"]);
    expect(await nextWith("critical-path", "fifo")).toEqual(["other"]);
  });

  it("is refused with a schedule that does not exist", async () => {
    const { w, snapshot } = await paused("fifo");
    expect(() => createEngine().resume(snapshot, { workflow: w, schedule: "lifo" as "fifo" })).toThrow(
      'engine.resume got "lifo" as schedule. Give "fifo" or "critical-path".',
    );
    expect(() => createEngine().start(w, undefined, { schedule: "lifo" as "fifo" })).toThrow(
      'The run of workflow "test" got "lifo" as schedule. Give "fifo" or "critical-path".',
    );
  });

  it("may be a rerun with a schedule of its own", async () => {
    const steps = createHeldSteps();
    const held = (name: string, dependsOn: readonly string[]) => stepOf(name, { run: steps.held(name), dependsOn });
    const w = workflowOf([held("source", []), held("one", ["source"]), held("a", ["source"]), held("b", ["a"])]);
    const trial = await begin(w, { engine: { concurrency: 1, workflows: [w] } });
    expect(await startOrder(steps)).toEqual(["source", "one", "a", "b"]);
    await trial.engine.rerun((await trial.end()).runId, { from: "source", ...criticalPath });
    await turn();
    expect(await startOrder(steps)).toEqual(["source", "a", "one", "b"]);
  });
});
