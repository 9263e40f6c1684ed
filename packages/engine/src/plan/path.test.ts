import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { pathOf, topOf } from "./path.ts";

describe("the path of a step", () => {
  it("is its name", () => {
    expect(pathOf("fetch users – 1")).toBe("fetch users – 1");
  });

  it("has no character that builds paths", () => {
    expect(pathOf("a/b[3]#2 100%")).toBe("a%2Fb%5B3%5D%232 100%25");
  });

  it("differs for different names", () => {
    const name = fc.string({ unit: fc.constantFrom("/", "[", "]", "#", "%", "2", "F", "5", "B", "a") });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(pathOf(one) === pathOf(other)).toBe(one === other);
      }),
      trials("paths", 1000),
    );
  });
});

describe("the step at the top of a path", () => {
  it.each([
    ["step", "step"],
    ["step[3]", "step"],
    ["step#2", "step"],
    ["outer/inner[3]/deep", "outer"],
    ["each[0]/deep", "each"],
    ["a%2Fb[1]", "a%2Fb"],
  ])("%j lies in %j", (path, top) => {
    expect(topOf(path)).toBe(top);
  });
});
