import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { createHeldStore } from "../support/held-store.ts";
import { createPrefixStore } from "../support/prefix-store.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const read = (step: string) =>
  parameterOf(
    step,
    lambdaOf(({ stepSpan }) => stepSpan(step).output, step),
  );

describe("the slots of an engine", () => {
  it("are 16 if nothing else is said", async () => {
    const steps = createHeldSteps();
    const names = Array.from({ length: 20 }, (_, index) => `step ${index}`);
    await begin(workflowOf(names.map((name) => stepOf(name, { run: steps.held(name) }))));
    expect(steps.open).toEqual(names.slice(0, 16));
  });

  it("bound how many attempts are open, and none stays idle while a step is ready", async () => {
    const steps = createHeldSteps();
    const names = ["a", "b", "c", "d", "e"];
    await begin(workflowOf(names.map((name) => stepOf(name, { run: steps.held(name) }))), {
      engine: { concurrency: 2 },
    });
    expect(steps.open).toEqual(["a", "b"]);
    await steps.succeed("b");
    expect(steps.open).toEqual(["a", "c"]);
    await steps.succeed("a");
    expect(steps.open).toEqual(["c", "d"]);
  });

  it("are shared by all runs of the engine", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("a", { run: steps.held("a") }), stepOf("b", { run: steps.held("b") })]),
      {
        engine: { concurrency: 3 },
      },
    );
    trial.engine.start(workflowOf([stepOf("c", { run: steps.held("c") }), stepOf("d", { run: steps.held("d") })]));
    await steps.succeed("a");
    expect(steps.open).toEqual(["b", "c", "d"]);
  });

  it("can be fewer for one run", async () => {
    const steps = createHeldSteps();
    const workflow = workflowOf(["a", "b", "c"].map((name) => stepOf(name, { run: steps.held(name) })));
    const trial = await begin(workflow, { run: { concurrency: 1 } });
    expect(steps.open).toEqual(["a"]);
    trial.engine.start(workflow, undefined, { concurrency: 2 });
    await steps.succeed("a");
    expect(steps.open).toEqual(["b", "a", "b"]); // b was ready before the other run began
  });

  it("are not held by a backoff, with concurrency 1 too", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { retry: { attempts: 2, delayMs: 1000 }, run: steps.held("shaky") }),
        stepOf("other", { run: steps.held("other") }),
      ]),
      { engine: { concurrency: 1 } },
    );
    await steps.fail("shaky");
    expect(steps.open).toEqual(["other"]);
    await trial.advance(1000);
    expect(steps.open).toEqual(["other"]);
    await steps.succeed("other");
    expect(steps.open).toEqual(["shaky"]);
  });

  it("are not held by a step that waits for others", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("source", { run: steps.held("source") }),
        stepOf("reader", { params: [read("source")] }),
        stepOf("other", { run: steps.held("other") }),
      ]),
      { engine: { concurrency: 2 } },
    );
    expect(steps.open).toEqual(["source", "other"]);
  });
});

describe("a slot that is granted too late", () => {
  it("is given back", async () => {
    const steps = createHeldSteps();
    const store = createHeldStore();
    const names = ["broken", "other", "queued"];
    const trial = await begin(workflowOf(names.map((name) => stepOf(name, { run: steps.held(name) }))), {
      engine: { concurrency: 2, store },
    });
    await store.takeAll();
    await steps.fail("broken"); // its slot goes to "queued" before the failure is stored
    await steps.succeed("other");
    await store.takeAll();
    expect((await trial.end()).span("queued").cancelled).toEqual({ kind: "failFast", step: "broken" });
    expect(steps.calls("queued")).toEqual([]);
    trial.engine.start(workflowOf(["a", "b"].map((name) => stepOf(name, { run: steps.held(name) }))));
    await turn();
    await store.takeAll();
    expect(steps.open).toEqual(["a", "b"]);
  });
});

describe("priority", () => {
  it("starts the higher first among the steps that are ready", async () => {
    const steps = createHeldSteps();
    const priorities = { busy: 0, low: -5, middle: 0, high: 7, alsoHigh: 7 };
    const trial = await begin(
      workflowOf(
        Object.entries(priorities).map(([name, priority]) => stepOf(name, { priority, run: steps.held(name) })),
      ),
      { engine: { concurrency: 1 } },
    );
    const order: string[] = [];
    while ((await trial.now()).status === "running") {
      const [name] = steps.open;
      order.push(name ?? "");
      await steps.succeed(name ?? "");
    }
    expect(order).toEqual(["high", "alsoHigh", "busy", "middle", "low"]);
  });

  it("counts among the steps that become ready at once, also when slots are free", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("source", { run: steps.held("source") }),
        ...["low", "middle", "high"].map((name, priority) =>
          stepOf(name, { priority, params: [read("source")], run: steps.held(name) }),
        ),
      ]),
      { engine: { concurrency: 2 } },
    );
    await steps.succeed("source");
    expect(steps.open).toEqual(["high", "middle"]);
  });

  it("counts among the steps of all runs", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("a", { run: steps.held("a") }), stepOf("b", { run: steps.held("b") })]),
      {
        engine: { concurrency: 1 },
      },
    );
    trial.engine.start(workflowOf([stepOf("urgent", { priority: 1, run: steps.held("urgent") })]));
    await steps.succeed("a");
    expect(steps.open).toEqual(["urgent"]);
  });

  it("does not take a slot away from one that runs", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("low", { run: steps.held("low") }),
        stepOf("source", { run: steps.held("source") }),
        stepOf("high", { priority: 9, params: [read("source")], run: steps.held("high") }),
      ]),
      { engine: { concurrency: 2 } },
    );
    await steps.succeed("source");
    expect(steps.open).toEqual(["low", "high"]);
  });

  it("changes no output", async () => {
    const outputs = async (priorities: readonly number[]) => {
      const [first = 0, second = 0, third = 0] = priorities;
      const join = lambdaOf(({ stepSpan }) => `${stepSpan("a").output}${stepSpan("b").output}`, "a", "b");
      const trial = await begin(
        workflowOf([
          stepOf("a", { priority: first }),
          stepOf("b", { priority: second }),
          stepOf("c", {
            priority: third,
            params: [parameterOf("both", join)],
            run: ({ both }: { both: string }) => both,
          }),
        ]),
        { engine: { concurrency: 1 } },
      );
      return (await trial.end()).output;
    };
    expect(await outputs([0, 0, 0])).toBe("ab");
    expect(await outputs([1, 2, 3])).toBe("ab");
  });
});

describe("a store that takes its time", () => {
  it("lets no more bodies run at once than there are slots, over all runs", async () => {
    const engine = createEngine({ concurrency: 3, store: createPrefixStore(3) });
    let [running, most, calls] = [0, 0, 0];
    const run = async () => {
      calls++;
      most = Math.max(most, ++running);
      await turn();
      running--;
    };
    const steps = Array.from({ length: 10 }, (_, index) => stepOf(`s${index}`, { run }));
    await Promise.all(Array.from({ length: 5 }, () => engine.run(workflowOf(steps))));
    expect([most, calls]).toEqual([3, 50]);
    await engine.close();
  });
});
