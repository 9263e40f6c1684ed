import { createManualClock } from "@stepspan/engine/testing";
import { createEngine, DefinitionError, memoryStore, type RetentionOptions, workflow } from "stepspan";
import { describe, expect, it, vi } from "vitest";
import { turn } from "../support/turn.ts";

const day = 86_400_000;
const good = workflow("good").step("only", { run: () => 1 });
const bad = workflow("bad").step("only", {
  run: () => {
    throw new Error("no");
  },
});

function engineWith(retention: RetentionOptions) {
  const [clock, store] = [createManualClock(day * 100), memoryStore()];
  const engine = createEngine({ clock, store, retention });
  const run = async (runId: string) => {
    await engine.run(runId.startsWith("bad") ? bad : good, undefined, { runId }).catch(() => undefined);
  };
  const ids = async () => (await engine.runs.list()).map(({ runId }) => runId);
  const pass = async (ms: number) => {
    clock.advance(ms);
    await turn();
  };
  return { engine, clock, store, run, ids, pass };
}

describe("retention", () => {
  it("removes runs by their age, those that failed by one of their own", async () => {
    const { engine, run, ids, pass } = engineWith({ succeeded: "7d", failed: "30d" });
    for (const runId of ["good 1", "bad 1"]) await run(runId);
    await pass(7 * day);
    expect(await ids()).toEqual(["good 1", "bad 1"]);
    await run("good 2");
    await pass(60_000);
    expect(await ids()).toEqual(["bad 1", "good 2"]);
    await pass(23 * day);
    expect(await ids()).toEqual([]);
    await engine.close();
  });

  it("keeps so many runs, the newest, and never removes an open one", async () => {
    const { engine, run, ids, pass } = engineWith({ maxRuns: 2 });
    const stuck = workflow("stuck").step("never", { run: () => new Promise(() => undefined) });
    engine.start(stuck, undefined, { runId: "open" });
    for (const runId of ["good 1", "bad 1", "good 2", "good 3"]) await run(runId);
    await pass(60_000);
    expect(await ids()).toEqual(["open", "good 2", "good 3"]);
    expect(await engine.runs.get("good 1")).toBe(undefined);
    void engine.close();
    await pass(5000);
  });

  it("looks as soon as the engine is there", async () => {
    const { engine, clock, store, run, ids } = engineWith({ succeeded: 1000 });
    await run("good 1");
    await engine.close();
    clock.advance(2000);
    const later = createEngine({ clock, store, retention: { succeeded: 1000 } });
    await turn();
    expect(await ids()).toEqual([]);
    await later.close();
  });

  it("removes more than one portion at once", async () => {
    const { engine, run, ids, pass } = engineWith({ succeeded: 1000 });
    for (let number = 0; number < 1001; number++) await run(`good ${number}`);
    await pass(60_000);
    expect(await ids()).toEqual([]);
    await engine.close();
  });

  it("leaves no timer behind", async () => {
    const { engine, clock } = engineWith({ maxRuns: 1 });
    await turn();
    await engine.close();
    expect(clock.nextTimer).toBe(null);
  });

  it("tells once that the store fails, and goes on", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const [clock, kept] = [createManualClock(), memoryStore()];
    const runs = {
      ...kept.runs,
      prune: () => {
        throw new Error("disk on fire");
      },
    };
    const engine = createEngine({ clock, store: { ...kept, runs }, retention: { maxRuns: 1 } });
    for (let minute = 0; minute < 3; minute++) {
      await turn();
      clock.advance(60_000);
    }
    expect(told.mock.calls).toEqual([["Old runs could not be removed: Error: disk on fire"]]);
    expect((await engine.run(good)).status).toBe("succeeded");
    await engine.close();
    told.mockRestore();
  });

  it.each([
    [
      { suceeded: "7d" },
      'The retention of createEngine got the unknown option "suceeded". Its options are succeeded, failed, cancelled, maxRuns.',
    ],
    [
      { failed: "a week" },
      'The retention of createEngine got "a week" as failed. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [
      { maxRuns: -1 },
      "The retention of createEngine got -1 as maxRuns. Give a whole number of at least 0, or Infinity.",
    ],
    [5, "The retention of createEngine got 5 in place of its options. Give an object."],
  ])("refuses %j", (retention, message) => {
    // biome-ignore format: a table
    expect(() => createEngine({ retention: retention as RetentionOptions })).toThrow(new DefinitionError(message));
  });
});
