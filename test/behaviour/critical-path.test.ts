import { defineEvent, type Run, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";
import { ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");
const page = defineEvent("page");

/** The critical path in lines: the path, why it begins, from when to when. */
function chainOf({ criticalPath }: Pick<Run, "criticalPath">): readonly string[] {
  return criticalPath.map(
    ({ path, because, startedAt, finishedAt }) => `${path || "the run"} ${because} ${startedAt}-${finishedAt}`,
  );
}

describe("the critical path of a run", () => {
  it("leads from the step that settled last to the dependency that settled last, and so on to the start", async () => {
    const steps = createHeldSteps();
    const diamond = workflow("diamond")
      .step("source", { run: steps.held("source") })
      .step("left", { dependsOn: ["source"], run: steps.held("left") })
      .step("right", { dependsOn: ["source"], run: steps.held("right") })
      .step("merge", { dependsOn: ["left", "right"], run: steps.held("merge") })
      .step("aside", { run: steps.held("aside") });
    const trial = await begin(diamond);
    await trial.advance(10);
    await steps.succeed("source");
    await trial.advance(5);
    await steps.succeed("left");
    await trial.advance(15);
    await steps.succeed("right");
    await steps.succeed("aside");
    await trial.advance(7);
    await steps.succeed("merge");
    const run = await trial.end();
    expect(chainOf(run)).toEqual(["source start 0-10", "right dependency 10-30", "merge dependency 30-37"]);
    expect(run.criticalPath[0]).toEqual({ path: "source", because: "start", startedAt: 0, finishedAt: 10 });
    expect(Object.isFrozen(run.criticalPath)).toBe(true);
    expect(run.criticalPath.every(Object.isFrozen)).toBe(true);
  });

  it("goes by slots where those were missing: one after the other at concurrency 1", async () => {
    const steps = createHeldSteps();
    const fanOut = workflow("fan-out")
      .step("source", { run: steps.held("source") })
      .step("left", { dependsOn: ["source"], run: steps.held("left") })
      .step("right", { dependsOn: ["source"], run: steps.held("right") });
    const trial = await begin(fanOut, { engine: { concurrency: 1 } });
    for (const [name, ms] of Object.entries({ source: 10, left: 20, right: 5 })) {
      await trial.advance(ms);
      await steps.succeed(name);
    }
    expect(chainOf(await trial.end())).toEqual(["source start 0-10", "left dependency 10-30", "right slot 30-35"]);
  });

  it("takes the slot of the step's queue, if several were given back at that moment", async () => {
    const steps = createHeldSteps();
    const queues = workflow("queues")
      .step("first", { queue: "narrow", run: steps.held("first") })
      .step("aside", { run: steps.held("aside") })
      .step("second", { queue: "narrow", run: steps.held("second") });
    const trial = await begin(queues, { engine: { queues: { narrow: { concurrency: 1 } } } });
    await trial.advance(10);
    const ends = [steps.succeed("first"), steps.succeed("aside")];
    await Promise.all(ends);
    await trial.advance(5);
    await steps.succeed("second");
    expect(chainOf(await trial.end())).toEqual(["first start 0-10", "second slot 10-15"]);
  });

  it("names the same step twice if the slot came from another run", async () => {
    const steps = createHeldSteps();
    const one = workflow("one").step("work", { run: steps.held("work") });
    const other = workflow("other").step("busy", { run: steps.held("busy") });
    const first = await begin(other, { engine: { concurrency: 1 } });
    const handle = first.engine.start(one);
    await turn();
    await first.advance(30);
    await steps.succeed("busy");
    await first.advance(12);
    await steps.succeed("work");
    expect(chainOf(await handle.result)).toEqual(["work start 0-0", "work slot 0-42"]);
    await first.end();
  });

  it("takes no notice of waits for a slot that are shorter than a millisecond", async () => {
    const steps = createHeldSteps();
    const two = workflow("two")
      .step("first", { run: steps.held("first") })
      .step("second", { run: steps.held("second") });
    for (const [ms, last] of [
      [0.9, "second start 0-10.9"],
      [1, "second slot 1-11"],
    ] as const) {
      const trial = await begin(two, { engine: { concurrency: 1 } });
      await trial.advance(ms);
      await steps.succeed("first");
      await trial.advance(10);
      await steps.succeed("second");
      expect(chainOf(await trial.end()).at(-1)).toBe(last);
    }
  });

  it("has a link for each attempt, the backoff before it included", async () => {
    const steps = createHeldSteps();
    const shaky = workflow("shaky").step("shaky", { retry: { attempts: 2, delay: 100 }, run: steps.held("shaky") });
    const trial = await begin(shaky);
    await trial.advance(10);
    await steps.fail("shaky");
    await trial.advance(100);
    await trial.advance(5);
    await steps.succeed("shaky");
    expect(chainOf(await trial.end())).toEqual(["shaky start 0-10", "shaky retry 10-115"]);
  });

  it("goes through the items of a map: each that let another begin", async () => {
    const steps = createHeldSteps();
    const mapped = workflow("mapped")
      .step("first", { run: steps.held("first") })
      .map("each", {
        over: () => ["a", "b", "c"],
        params: { letter: ({ item }) => item },
        dependsOn: ["first"],
        concurrency: 2,
        run: ({ letter }, context) => steps.held(letter)({}, context),
      })
      .step("last", { dependsOn: ["each"], run: steps.held("last") });
    const trial = await begin(mapped);
    for (const [name, ms] of Object.entries({ first: 10, b: 20, a: 5, c: 30, last: 1 })) {
      await trial.advance(ms);
      await steps.succeed(name);
    }
    expect(chainOf(await trial.end())).toEqual([
      "first start 0-10",
      "each dependency 10-10",
      "each[1] start 10-30",
      "each[2] item 30-65",
      "last dependency 65-66",
    ]);
  });

  it("goes through iterations, and through the steps of a sub-workflow", async () => {
    const steps = createHeldSteps();
    const child = workflow("child")
      .step("deep", { run: steps.held("deep") })
      .step("deeper", { dependsOn: ["deep"], run: steps.held("deeper") });
    const both = workflow("both")
      .loop("again", { run: steps.held("again"), until: ({ iteration }) => iteration === 2, maxIterations: 3 })
      .subflow("below", { workflow: child, dependsOn: ["again"] });
    const trial = await begin(both);
    for (const [name, ms] of [
      ["again", 10],
      ["again", 20],
      ["deep", 30],
      ["deeper", 40],
    ] as const) {
      // biome-ignore format: one thought
      await trial.advance(ms);
      await steps.succeed(name);
    }
    expect(chainOf(await trial.end())).toEqual([
      "again start 0-0",
      "again#1 start 0-10",
      "again#2 item 10-30",
      "below dependency 30-30",
      "below/deep start 30-60",
      "below/deeper dependency 60-100",
    ]);
  });

  it("has a link for the end of the run, and of a sub-workflow, if that took time", async () => {
    const steps = createHeldSteps();
    const checks = createHeldSteps();
    const slow = (name: string) => z.string().refine(async () => checks.held<boolean>(name)({}, {} as StepContext)); // is not looked at
    const child = workflow("child", { output: slow("child") }).step("deep", { run: steps.held("deep") });
    const parent = workflow("parent", { output: slow("parent") }).subflow("below", { workflow: child });
    const trial = await begin(parent);
    for (const [ends, name, ms] of [
      [steps, "deep", 10],
      [checks, "child", 20],
      [checks, "parent", 5],
    ] as const) {
      // biome-ignore format: one thought
      await trial.advance(ms);
      await ends.succeed(name);
    }
    expect(chainOf(await trial.end())).toEqual([
      "below start 0-0",
      "below/deep start 0-10",
      "below dependency 10-30",
      "the run dependency 30-35",
    ]);
  });

  it("passes through a map without items; an `on` step ends with what could still have sent to it", async () => {
    const steps = createHeldSteps();
    const sparse = workflow("sparse")
      .map("each", { over: () => [], params: {}, run: () => 1 })
      .step("work", { dependsOn: ["each"], run: steps.held("work") })
      .on("hear", { event: page, params: {}, run: steps.held("hear") });
    const trial = await begin(sparse);
    await send(trial, page, 1);
    await trial.advance(10);
    await steps.succeed("hear");
    await trial.advance(10);
    await steps.succeed("work");
    expect(chainOf(await trial.end())).toEqual(["each start 0-0", "work dependency 0-20", "hear dependency 20-20"]);
  });

  it("leads to what an `on` step waited for if that had its events before it began, and was skipped then", async () => {
    const steps = createHeldSteps();
    const skipped = workflow("skipped")
      .step("source", { run: steps.held("source") })
      .step("aside", { when: ({ stepSpan }) => stepSpan("source").output === "no", run: () => 1 })
      .on("pages", {
        event: page,
        when: ({ stepSpan }) => stepSpan("source").output === "no",
        params: {},
        run: () => 1,
      });
    const trial = await begin(skipped);
    await send(trial, page, undefined);
    await trial.advance(4);
    await steps.succeed("source", "yes");
    expect(chainOf(await trial.end())).toEqual(["source start 0-4", "pages dependency 4-4"]);
  });

  it("leads from a turn of an `on` step to its event, or to the turn before it", async () => {
    const steps = createHeldSteps();
    const listening = workflow("listening")
      .step("aside", { run: steps.held("aside") })
      .on("hear", { event: page, params: {}, run: steps.held("hear") });
    const trial = await begin(listening);
    await trial.advance(10);
    await send(trial, page, 1);
    await send(trial, page, 2);
    await steps.succeed("aside");
    await trial.advance(20);
    await steps.succeed("hear");
    await trial.advance(5);
    await steps.succeed("hear");
    expect(chainOf(await trial.end())).toEqual(["hear start 0-10", "hear[0] event 10-30", "hear[1] item 30-35"]);
  });

  it("leads to the failure that ended a run, past the steps that it stopped before they started", async () => {
    const steps = createHeldSteps();
    const failing = workflow("failing")
      .step("source", { run: steps.held("source") })
      .step("broken", { dependsOn: ["source"], run: steps.held("broken") })
      .step("below", { dependsOn: ["broken"], run: () => 1 })
      .step("aside", { dependsOn: ["below"], run: () => 1 })
      .step("sweep", { always: true, dependsOn: ["aside"], run: steps.held("sweep") });
    const trial = await begin(failing);
    await trial.advance(10);
    await steps.succeed("source");
    await trial.advance(20);
    await steps.fail("broken");
    await trial.advance(5);
    await steps.succeed("sweep");
    expect(chainOf(await trial.end())).toEqual([
      "source start 0-10",
      "broken dependency 10-30",
      "sweep dependency 30-35",
    ]);
  });

  it("of a run that was cancelled leads to what went on longest, or is the run itself if nothing had started", async () => {
    const steps = createHeldSteps();
    const idle = workflow("idle")
      .wait("ask", { event: answer })
      .step("below", { dependsOn: ["ask"], run: () => 1 });
    const queued = workflow("queued").step("only", { run: () => 1 });
    const trial = await begin(workflow("other").step("busy", { run: steps.held("busy") }), {
      engine: { concurrency: 1 },
    });
    const handles = [trial.engine.start(idle), trial.engine.start(queued)];
    await turn();
    await trial.advance(10);
    for (const handle of handles) handle.cancel();
    const runs = await Promise.all(handles.map(({ result }) => ended<unknown, unknown>(result)));
    expect(runs.map(chainOf)).toEqual([["ask start 0-10"], ["the run start 0-10"]]);
    await steps.succeed("busy");
  });

  it("of a run that goes on ends with its last event", async () => {
    const steps = createHeldSteps();
    const two = workflow("two")
      .step("first", { run: steps.held("first") })
      .step("second", { dependsOn: ["first"], run: steps.held("second") });
    const trial = await begin(two);
    expect(chainOf(await trial.now())).toEqual(["the run start 0-0"]);
    await trial.advance(10);
    await steps.succeed("first");
    expect(chainOf(await trial.now())).toEqual(["first start 0-10"]);
    await trial.advance(5);
    steps.context("second").log.info("half way");
    await turn();
    expect(chainOf(await trial.now())).toEqual(["first start 0-10", "the run dependency 10-15"]);
    await trial.advance(5);
    await steps.succeed("second");
    const run = await trial.end();
    expect(chainOf(run)).toEqual(["first start 0-10", "second dependency 10-20"]);
    expect((await trial.engine.runs.get(run.runId))?.criticalPath).toEqual(run.criticalPath);
    const { sequence } = trial.events.find(({ type }) => type === "log-written")!; // it was written
    const then = (await trial.engine.runs.at(run.runId, sequence))!; // so there was that event
    expect(chainOf(then)).toEqual(["first start 0-10", "the run dependency 10-15"]);
  });

  it("passes through a run that went on elsewhere, with the time between", async () => {
    const steps = createHeldSteps();
    const asking = workflow("asking")
      .wait("ask", { event: answer })
      .step("work", { dependsOn: ["ask"], run: steps.held("work") });
    const trial = await begin(asking);
    const text = await snapshotText(trial.handle);
    await trial.advance(100);
    const second = await resumeElsewhere(trial, text, asking);
    await second.advance(5);
    await send(second, answer, 1);
    await second.advance(20);
    await steps.succeed("work");
    expect(chainOf(await second.end())).toEqual(["ask start 0-105", "work dependency 105-125"]);
  });
});
