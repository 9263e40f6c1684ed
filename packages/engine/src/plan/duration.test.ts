import { describe, expect, it } from "vitest";
import { parseDuration } from "./duration.ts";

describe("a duration", () => {
  it.each([
    [0, 0],
    [1.5, 1.5],
    ["250ms", 250],
    ["30s", 30_000],
    ["1.5s", 1500],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
  ])("of %j is %d ms", (duration, milliseconds) => {
    expect(parseDuration(duration)).toBe(milliseconds);
  });

  it.each([
    -1,
    Number.NaN,
    Infinity,
    "",
    "30",
    "s",
    "-1s",
    " 1s",
    "1s ",
    "1 s",
    "1S",
    ".5s",
    "1e3ms",
    "1w",
    "1s1ms",
    `${"9".repeat(400)}d`,
    null,
    undefined,
    true,
    1n,
    { seconds: 1 },
  ])("is not written as %o", (duration) => {
    expect(parseDuration(duration)).toBe(null);
  });
});
