import { describe, expect, it } from "vitest";
import { alignedRows, fitted, padded, paddedStart, widthOf } from "./columns.ts";

describe("fitted", () => {
  it.each([
    ["short", 10, "short"],
    ["exactly10!", 10, "exactly10!"],
    ["longer than ten", 10, "longer th…"],
    ["日本語です", 6, "日本…"],
    ["日本語", 6, "日本語"],
    ["👩‍🚀👩‍🚀👩‍🚀", 4, "👩‍🚀…"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
    ["x", 0, ""],
  ])("cuts %j to %i columns, and no character in two", (text, columns, expected) => {
    expect(fitted(text, columns)).toBe(expected);
    expect(widthOf(fitted(text, columns))).toBeLessThanOrEqual(columns);
  });
});

describe("padded", () => {
  it("counts columns, not characters", () => {
    expect([padded("日", 4), paddedStart("日", 4), padded("toolong", 4)]).toEqual(["日  ", "  日", "too…"]);
  });
});

describe("alignedRows", () => {
  it("makes each column as wide as its longest cell, without blanks at the end", () => {
    expect(
      alignedRows([
        ["a", "日本", "x"],
        ["long", "b", ""],
      ]),
    ).toEqual(["a     日本  x", "long  b"]);
  });
});
