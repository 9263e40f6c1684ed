import { describe, expect, it } from "vitest";
import { createRecorder } from "./recorder.ts";

const earlier = { has: (name: string) => name.startsWith("step"), names: () => [] };

/** How many operations are allowed, when a step is read before each of the first ones. */
function operationsWith(names: readonly string[]): number {
  const recorder = createRecorder(earlier);
  for (let count = 0; ; count++) {
    if (names[count] !== undefined) recorder.read(names[count]!, "plain", "scope");
    try {
      recorder.spend();
    } catch {
      return count;
    }
  }
}

describe("a recorder", () => {
  it("allows a bounded number of operations, and more for each earlier step", () => {
    const none = operationsWith([]);
    expect(operationsWith(["step1", "step2", "step3"]) - none).toBe(3 * 50);
    expect(operationsWith(["step1", "step1", "other"]) - none).toBe(50);
  });

  it("throws at each operation after that", () => {
    const recorder = createRecorder(earlier);
    const swallowed = Array.from({ length: 6_000 }, () => {
      try {
        return recorder.spend();
      } catch (error) {
        return error;
      }
    });
    expect(new Set(swallowed.slice(5_000)).size).toBe(1);
    expect(swallowed[5_000]).toBeInstanceOf(Error);
  });

  it("knows the reads that only a callback of a proxy made", () => {
    const recorder = createRecorder(earlier);
    recorder.suppose(() => {
      recorder.read("step1", "plain", "scope");
      recorder.read("step2", "plain", "scope");
      throw new Error("ignored");
    });
    recorder.read("step2", "plain", "scope");
    expect(recorder.reads().map(({ step, isSupposed }) => [step, isSupposed])).toEqual([
      ["step1", true],
      ["step2", false],
    ]);
  });
});
