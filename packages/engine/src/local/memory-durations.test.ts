import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import type { DurationStore, StepDurations } from "../ports/durations.ts";
import { memoryDurations } from "./memory-durations.ts";
import { memoryStore } from "./memory-store.ts";

function tookOf(...steps: readonly string[]): StepDurations {
  return new Map(steps.map((step) => [step, { mean: 10, count: 1 }]));
}

/** How many steps are kept of each version. */
function sizesOf(durations: DurationStore, ...versions: readonly string[]): readonly number[] {
  return versions.map((version) => (durations.read("w", version) as StepDurations).size); // in memory they are there at once
}

describe("durations in memory", () => {
  it("are the same map until something is noted", () => {
    const durations = memoryDurations(100);
    expect(durations.read("w", "1")).toBe(durations.read("w", "2"));
    void durations.note("w", "1", tookOf("a"));
    const noted = durations.read("w", "1");
    expect(noted).toEqual(new Map([["a", { mean: 10, count: 1 }]]));
    expect(durations.read("w", "1")).toBe(noted);
    void durations.note("w", "1", new Map([["a", { mean: 40, count: 2 }]]));
    expect(durations.read("w", "1")).toEqual(new Map([["a", { mean: 30, count: 3 }]]));
    expect(noted).toEqual(new Map([["a", { mean: 10, count: 1 }]]));
  });

  it("are those of at most so many steps: the version that was noted least recently is dropped first", () => {
    const durations = memoryDurations(3);
    void durations.note("w", "1", tookOf("a", "b"));
    void durations.note("w", "2", tookOf("a"));
    void durations.note("w", "1", tookOf("a"));
    void durations.note("w", "3", tookOf("a"));
    expect(sizesOf(durations, "1", "2", "3")).toEqual([2, 0, 1]);
  });

  it("are refused a limit that is none", () => {
    expect(() => memoryStore({ keepDurations: -1 })).toThrow(
      new DefinitionError("memoryStore got keepDurations -1. Give a number of at least 0."),
    );
  });

  it("are kept of the version that was noted last, however many steps it has", () => {
    const durations = memoryDurations(0);
    void durations.note("w", "1", tookOf("a", "b"));
    void durations.note("w", "2", tookOf("a", "b", "c"));
    expect(sizesOf(durations, "1", "2")).toEqual([0, 3]);
  });
});
