import { describe, expect, it } from "vitest";
import { largestFiles } from "./largest-files.ts";

describe("largestFiles", () => {
  it("gives the largest first, those of one size in the order of the list", () => {
    const files = [
      { path: "a", bytes: 1 },
      { path: "b", bytes: 5 },
      { path: "c", bytes: 5 },
      { path: "d", bytes: 9 },
    ];

    expect(largestFiles({ files, atMost: 3 }).map(({ path }) => path)).toEqual(["d", "b", "c"]);
  });

  it("gives none of none", () => {
    expect(largestFiles({ files: [], atMost: 3 })).toEqual([]);
  });
});
