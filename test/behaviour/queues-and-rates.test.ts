import { createEngine, DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

describe("a queue", () => {
  it("has a concurrency of its own", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        ...names("api", 4).map((name) => stepOf(name, { queue: "api", run: steps.held(name) })),
        ...names("free", 2).map((name) => stepOf(name, { run: steps.held(name) })),
      ]),
      { engine: { queues: { api: { concurrency: 2 } } } },
    );
    expect(steps.open).toEqual(["api1", "api2", "free1", "free2"]);
    await steps.succeed("api1");
    expect(steps.open).toEqual(["api2", "free1", "free2", "api3"]);
    for (const name of ["api2", "api3", "api4", "free1", "free2"]) await steps.succeed(name);
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("is within the concurrency of the engine", async () => {
    const steps = createHeldSteps();
    await begin(workflowOf(names("api", 4).map((name) => stepOf(name, { queue: "api", run: steps.held(name) }))), {
      engine: { concurrency: 2, queues: { api: { concurrency: 3 } } },
    });
    expect(steps.open).toEqual(["api1", "api2"]);
  });

  it("is shared by all runs of the engine", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("a", { queue: "api", run: steps.held("a") })]), {
      engine: { queues: { api: { concurrency: 1 } } },
    });
    trial.engine.start(workflowOf([stepOf("b", { queue: "api", run: steps.held("b") })]));
    await steps.succeed("a");
    expect(steps.open).toEqual(["b"]);
  });

  it("that is full holds nobody up in another one", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        ...names("api", 3).map((name) => stepOf(name, { queue: "api", priority: 9, run: steps.held(name) })),
        stepOf("disk", { queue: "disk", run: steps.held("disk") }),
        stepOf("free", { run: steps.held("free") }),
      ]),
      { engine: { concurrency: 3, queues: { api: { concurrency: 1 }, disk: { concurrency: 1 } } } },
    );
    expect(steps.open).toEqual(["api1", "disk", "free"]);
  });

  it("starts its jobs by priority", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf(
        names("api", 3).map((name, index) => stepOf(name, { queue: "api", priority: index, run: steps.held(name) })),
      ),
      { engine: { queues: { api: { concurrency: 1 } } } },
    );
    expect(steps.open).toEqual(["api3"]);
    await steps.succeed("api3");
    expect(steps.open).toEqual(["api2"]);
  });

  it("starts no more than its rate allows within any interval", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(names("api", 5).map((name) => stepOf(name, { queue: "api", run: steps.held(name) }))),
      { engine: { queues: { api: { rate: { limit: 2, interval: "1s" } } } } },
    );
    expect(steps.open).toHaveLength(2);
    for (const name of ["api1", "api2"]) await steps.succeed(name);
    await trial.advance(999);
    expect(steps.open).toEqual([]);
    await trial.advance(1);
    expect(steps.open).toEqual(["api3", "api4"]);
    await trial.advance(1000);
    expect(steps.open).toEqual(["api3", "api4", "api5"]);
    for (const name of ["api3", "api4", "api5"]) await steps.succeed(name);
    const run = await trial.end();
    expect(run.spans.map(({ startedAt }) => startedAt)).toEqual([0, 0, 1000, 1000, 2000]);
  });

  it("counts every start of the last interval, not those of fixed windows", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("api1", { queue: "api", run: steps.held("api1") }),
        stepOf("wait", { run: steps.held("wait") }),
        ...names("late", 3).map((name) => stepOf(name, { queue: "api", dependsOn: ["wait"], run: steps.held(name) })),
      ]),
      { engine: { queues: { api: { rate: { limit: 2, interval: 1000 } } } } },
    );
    await trial.advance(900);
    await steps.succeed("wait");
    expect(steps.open).toEqual(["api1", "late1"]);
    await trial.advance(100);
    expect(steps.open).toEqual(["api1", "late1", "late2"]);
    await trial.advance(899);
    expect(steps.open).toEqual(["api1", "late1", "late2"]);
    await trial.advance(1);
    expect(steps.open).toEqual(["api1", "late1", "late2", "late3"]);
  });

  it("counts each attempt of a retried step", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("shaky", { queue: "api", retry: { attempts: 2, delayMs: 10 }, run: steps.held("shaky") })]),
      { engine: { queues: { api: { rate: { limit: 1, interval: 1000 } } } } },
    );
    await steps.fail("shaky");
    await trial.advance(999);
    expect(steps.open).toEqual([]);
    await trial.advance(1);
    expect(steps.open).toEqual(["shaky"]);
  });

  it("leaves no timer behind when what waited for it is cancelled", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(names("api", 2).map((name) => stepOf(name, { queue: "api", run: steps.held(name) }))),
      { engine: { queues: { api: { rate: { limit: 1, interval: "1h" } } } } },
    );
    await trial.cancel();
    await steps.fail("api1");
    await trial.end();
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("must be one of the engine's: an unknown one is refused before anything runs", async () => {
    const steps = createHeldSteps();
    const engine = createEngine({ queues: { api: {}, disk: {} } });
    const workflow = workflowOf([stepOf("first", { run: steps.held("first") }), stepOf("call", { queue: "apo" })]);
    const message =
      'Step "call" of workflow "test" asks for queue "apo", which the engine does not have. Did you mean "api"? Declare it: createEngine({ queues: { "apo": { concurrency: 4 } } }).';
    expect(() => engine.start(workflow)).toThrow(new DefinitionError(message));
    await expect(engine.run(workflow)).rejects.toThrow(new DefinitionError(message));
    expect(steps.open).toEqual([]);
  });

  it.each([
    [
      { concurrency: 0 },
      'The queue "api" of createEngine got the concurrency 0. Give a whole number of at least 1, or Infinity.',
    ],
    [
      { concurrency: Number.NaN },
      'The queue "api" of createEngine got the concurrency NaN. Give a whole number of at least 1, or Infinity.',
    ],
    [
      { rate: { limit: -1, interval: 1000 } },
      'The queue "api" of createEngine got the rate limit -1. Give a whole number of at least 1.',
    ],
    [
      { rate: { limit: 1, interval: 0 } },
      'The queue "api" of createEngine got 0 as rate.interval. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
  ])("has limits that make sense: %o is refused", (options, message) => {
    expect(() => createEngine({ queues: { api: options } })).toThrow(new DefinitionError(message));
  });

  it("is asked for a slot only after the guard: a skipped step takes none", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("busy", { queue: "api", run: steps.held("busy") }),
        stepOf("unwanted", { queue: "api", when: lambdaOf(() => false) }),
      ]),
      { engine: { queues: { api: { concurrency: 1 } } } },
    );
    expect((await trial.statuses()).unwanted).toBe("skipped");
  });
});
