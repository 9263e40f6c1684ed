import { createEngine, type ObservedRun, type Observer, type RunEvent } from "@stepspan/engine";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { createHeldStore } from "../support/held-store.ts";
import { journalObserver } from "../support/journaled.ts";
import { turn } from "../support/turn.ts";

describe("an observer", () => {
  const complaints: unknown[] = [];
  beforeEach(() => {
    complaints.length = 0;
    vi.spyOn(console, "error").mockImplementation((...words) => void complaints.push(words.join(" ")));
  });
  afterEach(() => vi.restoreAllMocks());

  it("is told every event of every run, in order, and which run it belongs to", async () => {
    const told: [RunEvent, ObservedRun][] = [];
    const engine = createEngine({ observers: [journalObserver((event, run) => void told.push([event, run]))] });
    await engine.run(workflowOf([stepOf("only")]), undefined, { runId: "left" });
    await engine.run(workflowOf([], { name: "other" }), undefined, { runId: "right" });
    expect(told.map(([event, run]) => [run.runId, run.workflow, event.sequence, event.type])).toEqual([
      ["left", "test", 1, "run-started"],
      ["left", "test", 2, "step-queued"],
      ["left", "test", 3, "attempt-started"],
      ["left", "test", 4, "step-succeeded"],
      ["left", "test", 5, "run-finished"],
      ["right", "other", 1, "run-started"],
      ["right", "other", 2, "run-finished"],
    ]);
  });

  it("that throws fails no run, is told of further events, and is reported once", async () => {
    let told = 0;
    const thrower = {
      onEvent: () => {
        told++;
        throw new Error("the display is gone");
      },
    };
    const engine = createEngine({ observers: [thrower] });
    expect((await engine.run(workflowOf([stepOf("only")]))).status).toBe("succeeded");
    expect((await engine.run(workflowOf([stepOf("only")]))).status).toBe("succeeded");
    expect(told).toBe(10);
    expect(complaints).toEqual([
      "An observer of the engine failed: Error: the display is gone. The runs go on; mend its onEvent.",
    ]);
  });

  it("that throws keeps no other from being told", async () => {
    const types: string[] = [];
    const engine = createEngine({
      observers: [
        {
          onEvent: () => {
            throw new Error("the display is gone");
          },
        },
        { onEvent: (event) => void types.push(event.type) },
      ],
    });
    await engine.run(workflowOf([]));
    expect(types).toEqual(["run-started", "run-finished"]);
  });

  it("whose promise rejects fails no run and is reported once", async () => {
    const engine = createEngine({
      observers: [
        {
          onEvent: async () => {
            throw new Error("the wire is cut");
          },
        },
      ],
    });
    expect((await engine.run(workflowOf([stepOf("only")]))).status).toBe("succeeded");
    await turn();
    expect(complaints).toHaveLength(1);
  });

  it("that is slow is not waited for", async () => {
    const engine = createEngine({ observers: [{ onEvent: () => new Promise(() => undefined) }] });
    expect((await engine.run(workflowOf([stepOf("only")]))).status).toBe("succeeded");
  });

  it("cannot change what it is shown: events are frozen, and what cannot be frozen is a copy", async () => {
    const spoil: Observer["onEvent"] = (event) => {
      if (event.type === "step-succeeded") (event.output as Map<string, number>).clear();
      if (event.type === "run-started") (event.metadata.tags as Set<string>).clear();
      (event as { time: number }).time = 0;
    };
    const engine = createEngine({ observers: [{ onEvent: spoil }] });
    const workflow = workflowOf([stepOf("only", { run: () => new Map([["a", 1]]) })]);
    const run = await engine.run(workflow, undefined, { metadata: { tags: new Set(["x"]) } });
    expect(run.output).toEqual(new Map([["a", 1]]));
    expect(run.metadata).toEqual({ tags: new Set(["x"]) });
    expect(run.startedAt).toBeGreaterThan(0);
  });

  it("is told of an event only after the store has taken it, and nothing starts before", async () => {
    const steps = createHeldSteps();
    const store = createHeldStore();
    const told: RunEvent[] = [];
    const engine = createEngine({ store, observers: [journalObserver((event) => void told.push(event))] });
    const handle = engine.start(workflowOf([stepOf("work", { run: steps.held("work") })]));
    await turn();
    while (steps.open.length === 0) {
      expect(told).toEqual(store.taken);
      expect(store.waiting).toBe(1);
      await store.take();
    }
    expect(told.map(({ type }) => type)).toEqual(["run-started", "step-queued", "attempt-started"]);
    await steps.succeed("work");
    expect(told.map(({ type }) => type)).not.toContain("step-succeeded");
    await store.takeAll();
    expect((await handle.result).status).toBe("succeeded");
    expect(told).toEqual(store.taken);
  });
});
