import { describe, expect, it } from "vitest";
import { suggest } from "./suggest.ts";

describe("suggest", () => {
  it("names the nearest candidate", () => {
    expect(suggest("fetchUser", ["fetchOrders", "fetchUsers", "merge"])).toBe(' Did you mean "fetchUsers"?');
  });

  it.each([
    ["fetchUsrs", "a missing letter"],
    ["fetchUserss", "a letter too many"],
    ["fetchUzers", "a wrong letter"],
    ["fetchUsres", "two letters swapped"],
    ["FETCHUSERS", "the wrong case"],
    ["fecthUsre", "three edits"],
  ])("forgives %j: %s", (typo) => {
    expect(suggest(typo, ["merge", "fetchUsers"])).toBe(' Did you mean "fetchUsers"?');
  });

  it("is silent if nothing is near", () => {
    expect(suggest("merge", ["fetchUsers", "price"])).toBe("");
    expect(suggest("merge", [])).toBe("");
  });

  it("does not take short names for one another", () => {
    expect(suggest("a", ["b", "c"])).toBe("");
    expect(suggest("ab", ["ac"])).toBe("");
    expect(suggest("", ["a"])).toBe("");
  });

  it("finds a short name in another case", () => {
    expect(suggest("A", ["b", "a"])).toBe(' Did you mean "a"?');
  });

  it("prefers fewer edits, then the earlier candidate", () => {
    expect(suggest("stepOne", ["stepTwo", "stepOnx", "stepOny", "steponE"])).toBe(' Did you mean "steponE"?');
    expect(suggest("stepOne", ["stepOnx", "stepOny"])).toBe(' Did you mean "stepOnx"?');
  });

  it("never suggests the name itself", () => {
    expect(suggest("merge", ["merge"])).toBe("");
  });

  it("quotes what it suggests", () => {
    expect(suggest('say "hullo"', ['say "hello"'])).toBe(' Did you mean "say \\"hello\\""?');
  });

  it("is silent about names too long to be typed", () => {
    expect(suggest("x".repeat(10_000), ["x".repeat(9_999)])).toBe("");
  });

  it("agrees with a slow count of edits", () => {
    const words = ["kitten", "sitting", "mitten", "kittne", "itten", "kiten", "smitten", "knitting", "ktiten"];
    for (const word of words) {
      const others = words.filter((other) => other !== word);
      const limit = Math.floor(word.length / 3);
      const least = Math.min(...others.map((other) => slowEdits(word, other)));
      const expected = least > limit ? undefined : others.find((other) => slowEdits(word, other) === least);
      expect(suggest(word, others)).toBe(expected === undefined ? "" : ` Did you mean "${expected}"?`);
    }
  });

  it("looks through 100,000 candidates", () => {
    const candidates = Array.from({ length: 100_000 }, (_, index) => `step${index}`);
    expect(suggest("stpe99999", candidates)).toBe(' Did you mean "step99999"?');
  });
});

function slowEdits(left: string, right: string): number {
  if (left === "" || right === "") return left.length + right.length;
  const options = [
    slowEdits(left.slice(1), right) + 1,
    slowEdits(left, right.slice(1)) + 1,
    slowEdits(left.slice(1), right.slice(1)) + (left[0] === right[0] ? 0 : 1),
  ];
  if (left.length > 1 && right.length > 1 && left[0] === right[1] && left[1] === right[0]) {
    options.push(slowEdits(left.slice(2), right.slice(2)) + 1);
  }
  return Math.min(...options);
}
