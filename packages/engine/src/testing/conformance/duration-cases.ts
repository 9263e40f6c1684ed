import type { StepDurations } from "../../ports/durations.ts";
import { expectSame } from "./checks.ts";
import { oddNames } from "./odd-names.ts";
import type { StoreCase } from "./store-case.ts";

/** How long steps took. */
export const durationCases: readonly StoreCase[] = [
  {
    name: "durations that were never noted are none",
    check: async ({ store: { durations } }) => {
      expectSame("The durations of nothing", await durations.read("w", "1"), new Map());
    },
  },
  {
    name: "durations are read as they were noted, and added up to the mean of all attempts",
    check: async ({ store: { durations } }) => {
      await durations.note("w", "1", durationsOf({ a: [10, 1], b: [0, 3], c: [0.25, 1] }));
      expectSame(
        "What was noted once",
        await durations.read("w", "1"),
        durationsOf({ a: [10, 1], b: [0, 3], c: [0.25, 1] }),
      );
      await durations.note("w", "1", durationsOf({ a: [30, 3], b: [8, 1], d: [7, 1] }));
      expectSame(
        "What was noted twice",
        await durations.read("w", "1"),
        durationsOf({ a: [25, 4], b: [2, 4], c: [0.25, 1], d: [7, 1] }),
      );
    },
  },
  {
    name: "durations that are noted at once are all kept",
    check: async ({ store: { durations } }) => {
      const note = (mean: number) => durations.note("w", "1", durationsOf({ a: [mean, 1] }));
      await Promise.all([note(0), note(16), note(16), note(0)]);
      expectSame("The mean of four", await durations.read("w", "1"), durationsOf({ a: [8, 4] }));
    },
  },
  {
    name: "durations that were read do not change",
    check: async ({ store: { durations } }) => {
      await durations.note("w", "1", durationsOf({ a: [10, 1] }));
      const read = await durations.read("w", "1");
      await durations.note("w", "1", durationsOf({ a: [30, 1], b: [1, 1] }));
      expectSame("What was read before", read, durationsOf({ a: [10, 1] }));
    },
  },
  {
    name: "durations of other workflows, versions and steps are kept apart, whatever their names",
    check: async ({ store: { durations } }) => {
      const note = (workflow: string, version: string, step: string, mean: number) =>
        durations.note(workflow, version, new Map([[step, { mean, count: 1 }]]));
      for (const [index, name] of oddNames.entries()) {
        await note(name, "1", "s", index);
        await note("w", name, "s", 1000 + index);
        await note("names", "1", name, index);
      }
      const byName = oddNames.map((name, mean) => [name, { mean, count: 1 }] as const);
      expectSame("Steps with odd names", await durations.read("names", "1"), new Map(byName));
      for (const [index, name] of oddNames.entries()) {
        const shown = JSON.stringify(name.slice(0, 50));
        expectSame(`Workflow ${shown}`, await durations.read(name, "1"), durationsOf({ s: [index, 1] }));
        expectSame(`Version ${shown}`, await durations.read("w", name), durationsOf({ s: [1000 + index, 1] }));
      }
    },
  },
];

/** Mean and count of each step. */
export function durationsOf(steps: Readonly<Record<string, readonly [mean: number, count: number]>>): StepDurations {
  return new Map(Object.entries(steps).map(([step, [mean, count]]) => [step, { mean, count }]));
}
