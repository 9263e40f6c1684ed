import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { hasSameContent } from "./same-content.ts";

const loop = () => {
  const round: unknown[] = [];
  round.push(round);
  return round;
};
const mixed = (value: unknown = 5) => [1, new Map<unknown, unknown>([["a", 1], [{ key: 1 }, value]])]; // biome-ignore format: one thought

describe("hasSameContent", () => {
  it("finds maps the same, whatever the process has compared before", () => {
    expect(hasSameContent(mixed(), mixed())).toBe(true);
    expect(isDeepStrictEqual(loop(), loop())).toBe(true);
    expect(hasSameContent(mixed(), mixed())).toBe(true);
    expect(hasSameContent(loop(), loop())).toBe(true);
  });

  it("finds others different", () => {
    expect(hasSameContent(mixed(), mixed(6))).toBe(false);
    expect(hasSameContent({ a: 0 }, { a: -0 })).toBe(false);
  });
});
