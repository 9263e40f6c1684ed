import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agoOf, shortDuration } from "./times.ts";

describe("a length of time", () => {
  it.each([
    [0, "0 ms"],
    [0.04, "0 ms"],
    [12.34, "12.3 ms"],
    [99.96, "100 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [1_240, "1.24 s"],
    [9_996, "10.0 s"],
    [59_960, "1 min 00 s"],
    [125_000, "2 min 05 s"],
    [3_599_600, "1 h 00 min"],
    [12_000_000, "3 h 20 min"],
    [187_200_000, "2 d 4 h"],
    [-1_500, "−1.50 s"],
    [Number.NaN, "–"],
  ])("of %d ms is written as %s", (ms, text) => {
    expect(shortDuration(ms)).toBe(text);
  });

  it("is never longer than eleven characters within a year", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 3.2e10, noNaN: true }), (ms) => shortDuration(ms).length <= 11));
  });
});

describe("how long ago something was", () => {
  it.each([
    [3_000, "now"],
    [-5_000, "now"],
    [42_000, "42 s ago"],
    [61_000, "1 min ago"],
    [7_300_000, "2 h ago"],
    [200_000_000, "2 d ago"],
  ])("%d ms: %s", (ms, text) => {
    expect(agoOf(1_000_000_000 - ms, 1_000_000_000)).toBe(text);
  });
});
