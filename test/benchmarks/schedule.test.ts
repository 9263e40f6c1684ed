import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listSchedule, longestPaths, lowerBound } from "../../bench/schedule/list-schedule.ts";
import { measure } from "../../bench/schedule/measure.ts";
import { seededNumbers, varied } from "../../bench/schedule/random-durations.ts";
import { replayOf } from "../../bench/schedule/replay.ts";
import { distanceOf, tableOf } from "../../bench/schedule/report.ts";
import { readTraces, type Trace, traceOf } from "../../bench/schedule/trace.ts";
import { trials } from "../support/random-trials.ts";

/** Two chains of unequal length and a task that needs both, written with the last one first. */
const diamond = traceOf({
  name: "diamond",
  tasks: [
    { id: "join", runtimeSeconds: 1, parents: ["short", "long"] },
    { id: "filler", runtimeSeconds: 3, parents: [] },
    { id: "short", runtimeSeconds: 2, parents: [] },
    { id: "long", runtimeSeconds: 0, parents: ["start"] },
    { id: "start", runtimeSeconds: 4.0004, parents: [] },
  ],
});

/** Tasks of such durations that no two paths are equally long, but by chance. */
const randomTrace: fc.Arbitrary<Trace> = fc
  .array(
    fc.record({
      durationMs: fc.integer({ min: 1, max: 2 ** 40 }),
      back: fc.array(fc.nat({ max: 9 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((tasks) => ({
    name: "random",
    tasks: tasks.map(({ durationMs, back }, place) => {
      const parents = place === 0 ? [] : [...new Set(back.map((distance) => place - 1 - (distance % place)))];
      return { name: `t${place}`, durationMs, parents };
    }),
  }));

describe("a trace", () => {
  it("has its tasks behind those that they wait for, in whole milliseconds of at least 1", () => {
    expect(diamond.tasks.map(({ name, durationMs, parents }) => [name, durationMs, parents])).toEqual([
      ["short", 2000, []],
      ["start", 4000, []],
      ["long", 1, [1]],
      ["join", 1000, [0, 2]],
      ["filler", 3000, []],
    ]);
    expect(longestPaths(diamond)).toEqual([3000, 5001, 1001, 1000, 3000]);
    expect([1, 2, 4].map((slots) => lowerBound(diamond, slots))).toEqual([10_001, 5001, 5001]);
    expect([1, 2, 4].map((slots) => listSchedule(diamond, slots))).toEqual([10_001, 5001, 5001]);
  });

  it("is looked for in a folder, and its absence says how to give another one", () => {
    expect(() => readTraces("/nowhere")).toThrow(
      new Error(
        "There are no workflow graphs in /nowhere. Give the folder that has them: pnpm bench:schedule --data <folder>.",
      ),
    );
  });
});

describe("a replay", () => {
  it("takes what list scheduling takes if its durations are known, and never longer than Graham's bound", async () => {
    const property = fc.asyncProperty(randomTrace, fc.integer({ min: 1, max: 5 }), async (trace, slots) => {
      const known = await replayOf(trace, true).run({ slots, schedule: "critical-path" });
      expect(known).toBe(listSchedule(trace, slots));
      const work = trace.tasks.reduce((sum, { durationMs }) => sum + durationMs, 0);
      // It holds for each schedule that leaves no slot idle while a task is ready.
      const graham = work / slots + (1 - 1 / slots) * Math.max(...longestPaths(trace));
      for (const schedule of ["fifo", "critical-path"] as const) {
        expect(await replayOf(trace, false).run({ slots, schedule })).toBeLessThanOrEqual(graham + 1e-3);
      }
    });
    await fc.assert(property, trials("replays", 60));
  });

  it("learns from runs that vary", async () => {
    const trace: Trace = {
      name: "late",
      tasks: [10, 10, 10, 10, 40].map((durationMs, place) => ({ name: `t${place}`, durationMs, parents: [] })),
    };
    const { ratios, boundMs } = await measure(trace, 2, { runs: 3, spread: 0.2, seed: 1 });
    expect(boundMs).toBe(40);
    expect(ratios).toEqual({ fifo: 1.5, known: 1, learned: 1, reference: 1 });
  });
});

describe("durations that vary", () => {
  it("are the same for the same seed, and those that are given on average", () => {
    const given = Array.from({ length: 20_000 }, () => 1000);
    const [one, same, other] = [5, 5, 6].map((seed) => varied(given, 0.2, seededNumbers(seed)));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    const mean = one!.reduce((sum, ms) => sum + ms, 0) / given.length;
    const deviation = Math.sqrt(one!.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / given.length);
    expect(Math.abs(mean - 1000)).toBeLessThan(10);
    expect(Math.abs(deviation - 202)).toBeLessThan(10);
  });
});

describe("the report", () => {
  it("has a row for each graph, geometric means, and the distance from the reference", () => {
    const of = (trace: string, fifo: number, reference: number) => ({
      ...{ trace, tasks: 5, boundMs: 2000 },
      ratios: { fifo, known: reference, learned: reference, reference },
    });
    const measurements = [of("a", 1, 1), of("b", 4, 2.25)];
    expect(tableOf(16, measurements).split("\n")).toEqual([
      "With 16 slots, makespan over lower bound:",
      "",
      "| graph | tasks | lower bound, s | fifo | critical path, durations known | critical path, durations learned | list scheduling (reference) |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
      "| a | 5 | 2 | 1.000 | 1.000 | 1.000 | 1.000 |",
      "| b | 5 | 2 | 4.000 | 2.250 | 2.250 | 2.250 |",
      "| **geometric mean** |  |  | **2.000** | **1.500** | **1.500** | **1.500** |",
    ]);
    expect(distanceOf(16, measurements)).toBe(
      "16 slots, above the reference: known 0.00 %, learned 0.00 %, fifo 33.33 %.",
    );
  });
});
