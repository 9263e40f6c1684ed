import { describe, expect, it } from "vitest";
import { alignColumns, countOf, formatBytes, formatDuration } from "./format.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [2 ** 40, "1.1 TB"],
    [1e19, "10000.0 PB"],
  ])("writes %d as %s", (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [999.4, "999 ms"],
    [999.5, "1.0 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min 0 s"],
    [123_400, "2 min 3 s"],
  ])("writes %d as %s", (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});

describe("countOf", () => {
  it("says one and many", () => {
    expect(countOf(1, "file")).toBe("1 file");
    expect(countOf(0, "file")).toBe("0 files");
    expect(countOf(12_345, "copy", "copies")).toBe("12,345 copies");
  });
});

describe("alignColumns", () => {
  it("makes each column as wide as its longest cell, without blanks at the end", () => {
    const rows = [
      ["a", "1", "x"],
      ["long", "100", ""],
    ];

    expect(alignColumns(rows, ["left", "right", "left"])).toEqual(["a       1  x", "long  100"]);
  });
});
