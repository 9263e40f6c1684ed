import { expect, it } from "vitest";
import { durationText } from "./duration-text.ts";

it.each([
  [0, "0 ms"],
  [-3, "0 ms"],
  [0.04, "0 ms"],
  [1.25, "1.3 ms"],
  [9.96, "10 ms"],
  [340.4, "340 ms"],
  [999.6, "1 s"],
  [1234, "1.23 s"],
  [12_345, "12.3 s"],
  [59_960, "1 min"],
  [125_000, "2 min 5 s"],
  [3_599_900, "1 h"],
  [7_199_000, "2 h"],
  [10_800_000, "3 h"],
  [183_600_000, "2 d 3 h"],
  [Number.POSITIVE_INFINITY, "without end"],
])("%d milliseconds are %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
