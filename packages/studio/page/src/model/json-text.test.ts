import { describe, expect, it } from "vitest";
import { jsonOf } from "./json-text.ts";

describe("what is written where a value is wanted", () => {
  it.each([
    ["", undefined],
    ["  ", undefined],
    ["12", 12],
    ["null", null],
    ['{"a": [1]}', { a: [1] }],
    ['"quoted"', "quoted"],
    ["plain words", "plain words"],
    ["2026-11-20", "2026-11-20"],
  ])("%j is %o", (text, value) => {
    expect(jsonOf(text)).toEqual({ isValid: true, value });
  });

  it.each(['{"a": ', "[1,", '"open'])("%j was meant as JSON and is none", (text) => {
    expect(jsonOf(text)).toMatchObject({ isValid: false, problem: expect.stringMatching(/^This is not JSON: /) });
  });
});
