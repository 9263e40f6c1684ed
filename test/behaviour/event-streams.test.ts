import { createEngine, type RunEvent, type RunHandle, StoreError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { isJournaled } from "../support/journaled.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** Collects the events of a run, from now to its end. */
async function collect(handle: RunHandle): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of handle.events) if (isJournaled(event)) events.push(event);
  return events;
}

const types = (events: readonly RunEvent[]) => events.map(({ type }) => type);

const wholeStory = [
  "run-started",
  "step-queued",
  "attempt-started",
  "step-succeeded",
  "step-queued",
  "attempt-started",
  "step-succeeded",
  "run-finished",
];

function twoSteps() {
  const steps = createHeldSteps();
  const workflow = workflowOf([
    stepOf("first", { run: steps.held("first") }),
    stepOf("second", { dependsOn: ["first"], run: steps.held("second") }),
  ]);
  return { steps, workflow };
}

describe("the events of a handle", () => {
  it("come to a listener that is there from the start", async () => {
    const { steps, workflow } = twoSteps();
    const trial = await begin(workflow);
    const events = collect(trial.handle);
    await steps.succeed("first");
    await steps.succeed("second");
    expect(types(await events)).toEqual(wholeStory);
  });

  it("come to a late listener from the first one on, and to one that comes when all is over", async () => {
    const { steps, workflow } = twoSteps();
    const trial = await begin(workflow);
    await steps.succeed("first");
    const late = collect(trial.handle);
    await steps.succeed("second");
    await trial.end();
    expect(types(await late)).toEqual(wholeStory);
    expect(types(await collect(trial.handle))).toEqual(wholeStory);
  });

  it("come to several listeners, each at its own pace", async () => {
    const { steps, workflow } = twoSteps();
    const trial = await begin(workflow);
    const slow = trial.handle.events[Symbol.asyncIterator]();
    expect((await slow.next()).value.type).toBe("run-started");
    const quick = collect(trial.handle);
    const alsoQuick = collect(trial.handle);
    await steps.succeed("first");
    await steps.succeed("second");
    expect((await trial.end()).status).toBe("succeeded");
    expect(types(await quick)).toEqual(wholeStory);
    expect(types(await alsoQuick)).toEqual(wholeStory);
    const rest: string[] = [];
    for (let next = await slow.next(); !next.done; next = await slow.next()) rest.push(next.value.type);
    expect(rest).toEqual(wholeStory.slice(1));
  });

  it("do not hold the run up if nobody listens, or if a listener goes away", async () => {
    const { steps, workflow } = twoSteps();
    const trial = await begin(workflow);
    for await (const event of trial.handle.events) if (event.type === "attempt-started") break;
    await steps.succeed("first");
    await steps.succeed("second");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("reach a waiting listener as they happen, not at the end", async () => {
    const { steps, workflow } = twoSteps();
    const trial = await begin(workflow);
    const seen: string[] = [];
    const listening = (async () => {
      for await (const event of trial.handle.events) seen.push(event.type);
    })();
    await turn();
    expect(seen).toEqual(wholeStory.slice(0, 3));
    await steps.succeed("first");
    expect(seen).toEqual(wholeStory.slice(0, 6));
    await steps.succeed("second");
    await listening;
    expect(seen).toEqual(wholeStory);
  });

  it("are all seen, at whatever moment between two looks of the listener the run ends", async () => {
    for (let microtasks = 0; microtasks < 30; microtasks++) {
      let finish: (output: string) => void = () => undefined;
      const engine = createEngine();
      const handle = engine.start(
        workflowOf([stepOf("only", { run: () => new Promise((resolve) => (finish = resolve)) })]),
      );
      await turn();
      const events = collect(handle);
      for (let count = 0; count < microtasks; count++) await undefined;
      finish("done");
      expect(types(await events).at(-1)).toBe("run-finished");
    }
  });

  it("are all seen as soon as they happen, at whatever moment between two looks of the listener", async () => {
    for (let microtasks = 0; microtasks < 30; microtasks++) {
      const { steps, workflow } = twoSteps();
      const trial = await begin(workflow);
      const seen: string[] = [];
      const listening = (async () => {
        for await (const event of trial.handle.events) seen.push(event.type);
      })();
      for (let count = 0; count < microtasks; count++) await undefined;
      await steps.succeed("first");
      expect(seen).toEqual(wholeStory.slice(0, 6));
      await steps.succeed("second");
      await listening;
    }
  });

  it("end at once for a run that never began", async () => {
    const trial = await begin(workflowOf([]), { input: (() => 1) as unknown });
    expect(await collect(trial.handle)).toEqual([]);
    await expect(trial.handle.result).rejects.toThrow(
      'The input of workflow "test" cannot be recorded: it is a function.',
    );
  });

  it("are those of the run itself, not of an older one with the same runId", async () => {
    const engine = createEngine();
    const workflow = workflowOf([stepOf("only")]);
    await engine.run(workflow, undefined, { runId: "order 7" });
    const second = engine.start(workflow, undefined, { runId: "order 7" });
    await expect(second.result).rejects.toThrow(StoreError);
    expect(await collect(second)).toEqual([]);
  });

  it("are numbered from 1 without a gap, and their times never decrease, though the clock may", async () => {
    let now = 1000;
    const clock = { now: () => now--, setTimer: () => () => undefined };
    const engine = createEngine({ clock });
    const events = await collect(engine.start(workflowOf([stepOf("a"), stepOf("b", { dependsOn: ["a"] })])));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ time }) => time))).toEqual(new Set([1000]));
  });

  it("tell everything about a step: its parameters, attempts, retries, and what came of it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", {
          params: [
            { name: "day", kind: "constant", value: "Friday" },
            { name: "twice", kind: "lambda", lambda: lambdaOf(() => 2) },
          ],
          retry: { attempts: 2, delayMs: 10 },
          run: steps.held("shaky"),
        }),
      ]),
      { run: { runId: "order 7", metadata: { tag: "x" } } },
    );
    await steps.fail("shaky");
    await trial.advance(10);
    await steps.succeed("shaky", { sum: 3 });
    expect(await collect(trial.handle)).toMatchObject([
      {
        sequence: 1,
        time: 0,
        type: "run-started",
        runId: "order 7",
        workflow: "test",
        metadata: { tag: "x" },
        parentRunId: null,
        rerunOf: null,
      },
      { sequence: 2, time: 0, type: "step-queued", path: "shaky", params: { day: "Friday", twice: 2 } },
      { sequence: 3, time: 0, type: "attempt-started", path: "shaky", attempt: 1 },
      { sequence: 4, time: 0, type: "attempt-failed", path: "shaky", attempt: 1, retryAt: 10 },
      { sequence: 5, time: 10, type: "retry-due", path: "shaky" },
      { sequence: 6, time: 10, type: "attempt-started", path: "shaky", attempt: 2 },
      { sequence: 7, time: 10, type: "step-succeeded", path: "shaky", attempt: 2, output: { sum: 3 } },
      { sequence: 8, time: 10, type: "run-finished", status: "succeeded", output: { sum: 3 }, errors: [] },
    ]);
  });

  it("are frozen", async () => {
    const trial = await begin(workflowOf([stepOf("only")]));
    expect((await collect(trial.handle)).every((event) => Object.isFrozen(event))).toBe(true);
  });
});
