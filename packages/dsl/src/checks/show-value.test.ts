import { describe, expect, it } from "vitest";
import { quoted, shownValue } from "./show-value.ts";

describe("quoted", () => {
  it("escapes what cannot be seen and what turns the text around", () => {
    expect(quoted('a"b\\c\n\0\u001b[31m')).toBe('"a\\"b\\\\c\\n\\u0000\\u001b[31m"');
    expect(quoted("a\u202eb\u200f\u2066\u0085")).toBe('"a\\u202eb\\u200f\\u2066\\u0085"');
  });

  it("cuts long texts", () => {
    expect(quoted("x".repeat(10_000))).toBe(`"${"x".repeat(100)}…"`);
  });
});

describe("shownValue", () => {
  it.each([
    ["text", '"text"'],
    [5, "5"],
    [Number.NaN, "NaN"],
    [-0.5, "-0.5"],
    [7n, "7n"],
    [true, "true"],
    [undefined, "undefined"],
    [null, "null"],
    [[1], "an array"],
    [{ a: 1 }, "an object"],
    [Object.create(null), "an object"],
    [Promise.resolve(), "a promise"],
    [() => 1, "a function"],
    [async () => 1, "an async function"],
    [Symbol("s"), "a symbol"],
  ])("says what came: %o", (value, shown) => {
    expect(shownValue(value)).toBe(shown);
  });
});
