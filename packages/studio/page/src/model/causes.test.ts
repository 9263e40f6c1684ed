import { describe, expect, it } from "vitest";
import { causesOf } from "./causes.ts";

const inBrief = (error: unknown) =>
  causesOf(error).map(({ depth, name, message, value }) => [depth, name, message, value]);

describe("the causes of an error", () => {
  it("are told one below the other, down to what is no error", () => {
    const error = new TypeError("outer", { cause: new RangeError("inner", { cause: { status: 503 } }) });
    expect(inBrief(error)).toEqual([
      [0, "TypeError", "outer", undefined],
      [1, "RangeError", "inner", undefined],
      [2, "", "", { status: 503 }],
    ]);
  });

  it("of an aggregate are all that it holds", () => {
    const error = new AggregateError([new Error("one"), "two"], "both");
    expect(inBrief(error).map(([depth, , message, value]) => [depth, message || value])).toEqual([
      [0, "both"],
      [1, "one"],
      [1, "two"],
    ]);
  });

  it("end where they come back to themselves, and after fifty", () => {
    const loop = new Error("loop");
    loop.cause = loop;
    expect(inBrief(loop)).toHaveLength(1);
    let chain = new Error("last");
    for (let count = 0; count < 1_000; count++) chain = new Error("more", { cause: chain });
    expect(inBrief(chain)).toHaveLength(50);
  });

  it("say where, without the message again", () => {
    const error = new Error("two\nlines");
    expect(causesOf(error)[0]?.stack).toMatch(/^at .*\n/);
    error.stack = "nothing of the kind";
    expect(causesOf(error)[0]?.stack).toBe("");
  });
});
