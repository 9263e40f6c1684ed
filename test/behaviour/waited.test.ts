import { defineEvent, live, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";
import type { Trial } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");
const goOn = defineEvent("goOn");

/** A body that waits for an answer first. */
function afterAnswer(run: (params: object, context: StepContext) => Promise<string>) {
  return async (params: object, context: StepContext): Promise<string> => {
    await context.waitFor(answer);
    return run(params, context);
  };
}

/** How long the span at each path waited: for dependencies, for slots, for retries. */
async function waitsOf(
  { now }: Pick<Trial, "now">,
  ...paths: readonly string[]
): Promise<readonly (readonly number[])[]> {
  const run = await now();
  return paths.map((path) => {
    const { dependencies, slot, retry } = run.spanAt(path).waited;
    return [dependencies, slot, retry];
  });
}

describe("a span says how long its step waited", () => {
  it("for its dependencies and for a slot, in a fan-out at concurrency 1", async () => {
    const steps = createHeldSteps();
    const fanOut = workflow("fan-out")
      .step("source", { run: steps.held("source") })
      .step("left", { params: { x: ({ stepSpan }) => stepSpan("source").output }, run: steps.held("left") })
      .step("right", { params: { x: ({ stepSpan }) => stepSpan("source").output }, run: steps.held("right") });
    const trial = await begin(fanOut, { engine: { concurrency: 1 } });
    await trial.advance(10);
    await steps.succeed("source");
    await trial.advance(20);
    await steps.succeed("left");
    await trial.advance(5);
    await steps.succeed("right");
    await trial.end();
    expect(await waitsOf(trial, "source", "left", "right")).toEqual([
      [0, 0, 0],
      [10, 0, 0],
      [10, 20, 0],
    ]);
  });

  it("as a frozen record; the run itself waited for nothing", async () => {
    const trial = await begin(workflow("one").step("only", { run: () => 1 }));
    const run = await trial.end();
    expect(run.span("only").waited).toEqual({ dependencies: 0, slot: 0, retry: 0 });
    expect(run.rootSpan.waited).toEqual({ dependencies: 0, slot: 0, retry: 0 });
    expect(Object.isFrozen(run.span("only").waited)).toBe(true);
    expect(Object.isFrozen(run.rootSpan.waited)).toBe(true);
  });

  it("for its retries, and after each for a slot again", async () => {
    const steps = createHeldSteps();
    const flaky = workflow("flaky")
      .step("shaky", { priority: 1, retry: { attempts: 3, delay: 100 }, run: steps.held("shaky") })
      .step("long", { run: steps.held("long") });
    const trial = await begin(flaky, { engine: { concurrency: 1 } });
    await trial.advance(10);
    await steps.fail("shaky");
    expect(steps.open).toEqual(["long"]);
    await trial.advance(40);
    expect(await waitsOf(trial, "shaky", "long")).toEqual([
      [0, 0, 0],
      [0, 10, 0],
    ]);
    await trial.advance(60);
    await trial.advance(30);
    await steps.succeed("long");
    await trial.advance(5);
    await steps.fail("shaky");
    await trial.advance(100);
    await trial.advance(1);
    await steps.succeed("shaky");
    await trial.end();
    expect(await waitsOf(trial, "shaky", "long")).toEqual([
      [0, 30, 200],
      [0, 10, 0],
    ]);
  });

  it("for a slot after a wait for an event, and not for the event", async () => {
    const steps = createHeldSteps();
    const asking = workflow("asking")
      .step("ask", {
        run: async (_params: object, context) => {
          await context.waitFor(answer);
          return 1;
        },
      })
      .step("long", { run: steps.held("long") });
    const trial = await begin(asking, { engine: { concurrency: 1 } });
    await trial.advance(50);
    await send(trial, answer, 1);
    await trial.advance(7);
    await steps.succeed("long");
    await trial.end();
    expect(await waitsOf(trial, "ask", "long")).toEqual([
      [0, 7, 0],
      [0, 0, 0],
    ]);
  });

  it("as an item from the start of its map, with its turn among the items", async () => {
    const steps = createHeldSteps();
    const mapped = workflow("mapped")
      .step("first", { run: steps.held("first") })
      .map("each", {
        over: () => [1, 2, 3],
        params: { n: ({ item }) => item },
        dependsOn: ["first"],
        concurrency: 2,
        run: steps.held("item"),
      });
    const trial = await begin(mapped);
    await trial.advance(10);
    await steps.succeed("first");
    await trial.advance(20);
    await steps.succeed("item");
    await trial.advance(30);
    await steps.succeed("item");
    await steps.succeed("item");
    await trial.end();
    expect(await waitsOf(trial, "each", "each[0]", "each[1]", "each[2]")).toEqual([
      [10, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [20, 0, 0],
    ]);
  });

  it("as an iteration behind the ones before, and as a turn of an `on` step from its event", async () => {
    const steps = createHeldSteps();
    const both = workflow("both")
      .loop("again", { run: steps.held("again"), until: ({ iteration }) => iteration === 2, maxIterations: 5 })
      .on("hear", { event: answer, params: {}, run: steps.held("hear") });
    const trial = await begin(both);
    await trial.advance(10);
    await send(trial, answer, 1);
    await trial.advance(5);
    await send(trial, answer, 2);
    await trial.advance(5);
    await steps.succeed("hear");
    await steps.succeed("again");
    await steps.succeed("again");
    await steps.succeed("hear");
    await trial.end();
    expect(await waitsOf(trial, "again#1", "again#2", "hear[0]", "hear[1]")).toEqual([
      [0, 0, 0],
      [20, 0, 0],
      [0, 0, 0],
      [5, 0, 0],
    ]);
  });

  it("as a step of a sub-workflow from the start of that", async () => {
    const steps = createHeldSteps();
    const child = workflow("child")
      .step("inner", { run: steps.held("inner") })
      .step("last", { dependsOn: ["inner"], run: steps.held("last") });
    const parent = workflow("parent")
      .step("first", { run: steps.held("first") })
      .subflow("below", { workflow: child, dependsOn: ["first"] });
    const trial = await begin(parent);
    await trial.advance(10);
    await steps.succeed("first");
    await trial.advance(20);
    await steps.succeed("inner");
    await steps.succeed("last");
    await trial.end();
    expect(await waitsOf(trial, "below", "below/inner", "below/last")).toEqual([
      [10, 0, 0],
      [0, 0, 0],
      [20, 0, 0],
    ]);
  });

  it("until it was skipped, or cancelled in a queue or in a backoff", async () => {
    const steps = createHeldSteps();
    const ended = workflow("ended")
      .step("source", { priority: 2, run: steps.held("source") })
      .step("unwanted", { when: ({ stepSpan }) => stepSpan("source").output === "no", run: () => 1 })
      .step("shaky", { priority: 1, retry: { attempts: 2, delay: 1000 }, run: steps.held("shaky") })
      .step("long", { run: steps.held("long") })
      .step("queued", { run: () => 1 })
      .step("below", { dependsOn: ["long"], run: () => 1 });
    const trial = await begin(ended, { engine: { concurrency: 1 } });
    await trial.advance(10);
    await steps.succeed("source");
    await trial.advance(20);
    await steps.fail("shaky");
    await trial.advance(40);
    await trial.cancel();
    await steps.fail("long");
    await trial.end();
    expect(await waitsOf(trial, "unwanted", "shaky", "queued", "below")).toEqual([
      [10, 0, 0],
      [0, 10, 40],
      [0, 70, 0],
      [70, 0, 0],
    ]);
  });

  it("up to the last event while it still waits, at each earlier moment as it was then", async () => {
    const steps = createHeldSteps();
    const two = workflow("two")
      .step("source", { run: steps.held("source") })
      .step("aside", { run: steps.held("aside") })
      .step("reader", { dependsOn: ["source"], run: () => 1 });
    const trial = await begin(two);
    await trial.advance(30);
    expect(await waitsOf(trial, "reader")).toEqual([[0, 0, 0]]);
    await steps.succeed("aside");
    expect(await waitsOf(trial, "reader")).toEqual([[30, 0, 0]]);
    const { length } = trial.events;
    await trial.advance(10);
    await steps.succeed("source");
    await trial.end();
    expect(await waitsOf(trial, "reader")).toEqual([[40, 0, 0]]);
    const before = await trial.engine.runs.at(trial.handle.runId, length);
    expect(before?.span("reader").waited).toEqual({ dependencies: 30, slot: 0, retry: 0 });
  });

  it("with the time of a pause, for whatever it waited for then", async () => {
    const steps = createHeldSteps();
    const paused = workflow("paused")
      .step("shaky", { retry: { attempts: 2, delay: 100 }, run: steps.held("shaky") })
      .step("source", { run: steps.held("source") })
      .step("reader", { dependsOn: ["source"], run: steps.held("reader") });
    const trial = await begin(paused);
    await steps.fail("shaky");
    await steps.succeed("source");
    await trial.advance(40);
    const pause = trial.handle.pause();
    await steps.succeed("reader");
    await pause;
    await trial.advance(500);
    trial.handle.resume();
    await turn();
    await trial.advance(60);
    await steps.succeed("shaky");
    await trial.end();
    expect(await waitsOf(trial, "shaky", "reader")).toEqual([
      [0, 0, 600],
      [0, 0, 0],
    ]);
  });

  it("the same in another process, where a body that runs again waits for its slot", async () => {
    const steps = createHeldSteps();
    const asking = workflow("asking")
      .step("source", { run: steps.held("source") })
      .step("one", { dependsOn: ["source"], run: afterAnswer(steps.held("one")) })
      .step("other", { dependsOn: ["source"], run: afterAnswer(steps.held("other")) });
    const trial = await begin(asking);
    await trial.advance(10);
    await steps.succeed("source");
    const before = await waitsOf(trial, "source", "one", "other");
    const text = await snapshotText(trial.handle);
    await trial.advance(100);
    const second = await resumeElsewhere(trial, text, asking, { engine: { concurrency: 1 } });
    expect(await waitsOf(second, "source", "one", "other")).toEqual(before);
    await second.advance(3);
    await send(second, answer, 1);
    await send(second, answer, 2);
    await second.advance(8);
    await steps.succeed("one");
    await steps.succeed("other");
    await second.end();
    expect(before).toEqual([
      [0, 0, 0],
      [10, 0, 0],
      [10, 0, 0],
    ]);
    expect(await waitsOf(second, "source", "one", "other")).toEqual([
      [0, 0, 0],
      [10, 0, 0],
      [10, 8, 0],
    ]);
  });

  it("from its first start on, if it runs again because its live output is lost", async () => {
    const steps = createHeldSteps();
    const connected = workflow("connected")
      .step("connect", {
        run: async (params: object, context) => live(await steps.held<object>("connect")(params, context)),
      })
      .wait("pause", { event: goOn, dependsOn: ["connect"] })
      .step("ask", {
        params: { it: ({ stepSpan }) => stepSpan("connect").output },
        dependsOn: ["pause"],
        run: () => 1,
      });
    const trial = await begin(connected);
    await trial.advance(10);
    await steps.succeed("connect", {});
    const text = await snapshotText(trial.handle);
    await trial.advance(100);
    const second = await resumeElsewhere(trial, text, connected);
    await second.advance(5);
    await steps.succeed("connect", {});
    await send(second, goOn, 1);
    const run = await second.end();
    expect(run.span("connect")).toMatchObject({ queuedAt: 0, startedAt: 0, finishedAt: 115, attempts: [{}, {}] });
    expect(await waitsOf(second, "connect", "ask")).toEqual([
      [0, 0, 0],
      [115, 0, 0],
    ]);
  });

  it("until it was used again from an earlier run", async () => {
    const steps = createHeldSteps();
    const three = workflow("three")
      .step("first", { run: steps.held("first") })
      .step("second", { dependsOn: ["first"], run: steps.held("second") });
    const trial = await begin(three);
    await trial.advance(10);
    await steps.succeed("first");
    await steps.succeed("second");
    const { runId } = await trial.end();
    await trial.advance(90);
    const rerun = await trial.engine.rerun(runId, { from: "second" });
    await turn();
    await steps.succeed("second");
    const run = await rerun.result;
    expect(run.span("first").waited).toEqual({ dependencies: 0, slot: 0, retry: 0 });
    expect(run.span("second").waited).toEqual({ dependencies: 0, slot: 0, retry: 0 });
  });
});
