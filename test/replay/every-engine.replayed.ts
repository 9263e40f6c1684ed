import { createEngine, type EngineOptions, type EventBody, type Runnable, type RunSnapshot } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { testRun } from "@stepspan/vitest";
import { createEngine as createEngineOfTheFace, defineEvent, memoryStore, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { outlineOf } from "../../packages/engine/src/plan/outline-of.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");
const waiting = workflow("waiting").wait("ask", { event: answer });
const outer = workflow("outer").subflow("inner", { workflow: waiting });

const bug = /^Bug: replaying the events gives another errors of the run at "" after event \d+, cancel-requested than/;

/** The core writes the reason into an error; this one reads otherwise each time, so that no two folds are the same. */
function unsteadyReason(): Error {
  let count = 0;
  return Object.defineProperty(new Error(), "message", { get: () => `reason ${count++}` });
}

describe("in the replay mode a run whose fold differs fails", () => {
  it.each([
    ["stepspan", createEngineOfTheFace],
    ["@stepspan/engine", createEngine],
    ["@stepspan/engine/testing", createReplayingEngine],
  ])("in an engine of %s", async (_name, create: (options?: EngineOptions) => ReturnType<typeof createEngine>) => {
    await using engine = create();
    for (const flow of [waiting, outer] as Runnable[]) {
      const handle = engine.start(flow);
      await turn();
      handle.cancel(unsteadyReason());
      await expect(handle.result).rejects.toThrow(bug);
    }
  });

  it("in testRun", async () => {
    const controller = new AbortController();
    const work = workflow("work").step("a", { run: () => controller.abort(unsteadyReason()) });
    await expect(testRun(work, { signal: controller.signal })).rejects.toThrow(bug);
  });

  it("when it was resumed", async () => {
    await using engine = createEngine();
    const handle = engine.start(waiting);
    await turn();
    const snapshot = JSON.parse(JSON.stringify(await handle.snapshot())) as RunSnapshot; // its text came from one
    await using another = createEngine();
    const resumed = another.resume(snapshot, { workflow: waiting as Runnable });
    await turn();
    resumed.cancel(unsteadyReason());
    await expect(resumed.result).rejects.toThrow(bug);
  });

  it("when it is read from a store", async () => {
    const store = memoryStore();
    await using engine = createEngine({ store, workflows: [waiting as Runnable] });
    const because = { kind: "cancel", reason: unsteadyReason() } as const;
    const started: EventBody = {
      ...{
        type: "run-started",
        runId: "a",
        workflow: "waiting",
        version: null,
        parentRunId: null,
        rerunOf: null,
        input: null,
      },
      ...{
        outline: outlineOf(waiting.plan),
        state: {},
        metadata: {},
        timeoutMs: null,
        gracePeriodMs: 0,
        live: false,
        resources: [],
      },
    };
    await store.open("a").append(0, [
      { ...started, sequence: 1, time: 0 },
      { type: "cancel-requested", path: "", because, sequence: 2, time: 0 },
    ]);
    await expect(engine.runs.get("a")).rejects.toThrow(bug);
  });
});
