import { describe, expect, it } from "vitest";
import { isLiteral, literal, valueOfLiteral } from "./literal.ts";

describe("literal", () => {
  it("keeps a value as it is", () => {
    const callback = () => 1;
    expect(valueOfLiteral(literal(callback))).toBe(callback);
    expect(valueOfLiteral(literal(undefined))).toBeUndefined();
  });

  it("is told apart from everything else", () => {
    expect(isLiteral(literal(1))).toBe(true);
    for (const other of [1, null, undefined, {}, [], () => 1, { "~literal": 1 }, Object.create(literal(1))]) {
      expect(isLiteral(other)).toBe(false);
    }
  });

  it("is frozen", () => {
    expect(Object.isFrozen(literal(1))).toBe(true);
  });
});
