import { describe, expect, it } from "vitest";
import { endBefore, haveCommonMoment, type Interval } from "./intervals.ts";

function intervals(...pairs: readonly (readonly [number, number])[]): readonly Interval[] {
  return pairs.map(([start, end]) => ({ start, end }));
}

describe("haveCommonMoment", () => {
  it.each([
    { lists: [intervals([0, 10]), intervals([5, 15])], common: true },
    { lists: [intervals([0, 10]), intervals([10, 20])], common: false },
    { lists: [intervals([0, 10]), intervals([5, 5])], common: true },
    { lists: [intervals([0, 10]), intervals([0, 0])], common: false },
    { lists: [intervals([5, 5]), intervals([5, 5])], common: false },
    { lists: [intervals([0, 2], [8, 10]), intervals([3, 7])], common: false },
    { lists: [intervals([0, 2], [8, 10]), intervals([3, 7], [9, 12])], common: true },
    { lists: [intervals([0, 4]), intervals([3, 7]), intervals([6, 9])], common: false },
    { lists: [intervals([0, 7]), intervals([3, 8]), intervals([6, 9])], common: true },
    { lists: [intervals([0, Infinity]), intervals([5, Infinity])], common: true },
    { lists: [intervals([0, 10]), intervals()], common: false },
  ])("is $common for $lists", ({ lists, common }) => {
    expect(haveCommonMoment(lists)).toBe(common);
    expect(haveCommonMoment(lists.toReversed())).toBe(common);
  });
});

describe("endBefore", () => {
  it.each([
    { earlier: intervals([0, 5]), later: intervals([5, 6]), before: true },
    { earlier: intervals([0, 5]), later: intervals([4, 6]), before: false },
    { earlier: intervals([0, 1], [4, 5]), later: intervals([2, 3]), before: false },
    { earlier: intervals([0, 1], [2, 3]), later: intervals([3, 4], [6, 7]), before: true },
  ])("is $before for $earlier and $later", ({ earlier, later, before }) => {
    expect(endBefore(earlier, later)).toBe(before);
  });
});
