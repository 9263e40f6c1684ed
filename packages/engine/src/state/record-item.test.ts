import { describe, expect, it } from "vitest";
import { record } from "./record.ts";
import { recordItem } from "./record-item.ts";

describe("an item of a list that is not complete yet", () => {
  it("is recorded as any value", () => {
    const item = { at: new Date(0), words: ["a"] };
    const recorded = recordItem(item, 3, "The list");
    expect(recorded).toEqual(item);
    expect(Object.isFrozen(recorded)).toBe(true);
    expect(recordItem(recorded, 4, "The list")).not.toBe(item);
  });

  it("is itself if it is recorded already", () => {
    const recorded = record({ a: [1] }, "A value");
    expect(recordItem(recorded, 0, "The list")).toBe(recorded);
  });

  it.each<[string, unknown, string]>([
    ["itself", () => 1, "[3] is a function"],
    ["a part of it", { x: [Symbol("s")] }, "[3].x[0] is a symbol"],
  ])("is refused with its place: %s", (_what, item, problem) => {
    expect(() => recordItem(item, 3, "The list")).toThrow(
      `The list cannot be recorded: ${problem}. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.`,
    );
  });
});
