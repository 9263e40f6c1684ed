import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximalPaths } from "./maximal-paths.ts";

const begins = (path: readonly string[], other: readonly string[]) =>
  path.length < other.length && path.every((key, index) => key === other[index]);

describe("the longest paths", () => {
  it("leave out what others begin with", () => {
    const paths = [["output"], [], ["output", "items", "0"], ["vars"], ["output", "items"]];
    expect(maximalPaths(paths)).toEqual([["output", "items", "0"], ["vars"]]);
  });

  it("do not take a key with a dot for two keys", () => {
    expect(maximalPaths([["a.b"], ["a"], ["a", "b"]])).toEqual([["a.b"], ["a", "b"]]);
  });

  it("are those that comparing each with each leaves", () => {
    const path = fc.array(fc.constantFrom("a", "b", '"'), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        const kept = paths.filter((one) => !paths.some((other) => begins(one, other)));
        const single = new Set(kept.map((one) => JSON.stringify(one)));
        expect(
          maximalPaths(paths)
            .map((one) => JSON.stringify(one))
            .sort(),
        ).toEqual([...single].sort());
      }),
    );
  });
});
