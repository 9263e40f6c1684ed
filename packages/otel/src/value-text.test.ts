import { describe, expect, it } from "vitest";
import { valueText } from "./value-text.ts";

describe("the text of a value", () => {
  it("is much like JSON", () => {
    expect(valueText({ a: [1, "x", null, true], "b c": { d: undefined } }, 100)).toBe(
      '{"a": [1, "x", null, true], "b c": {"d": undefined}}',
    );
  });

  it("shows what JSON cannot", () => {
    const values: readonly (readonly [unknown, string])[] = [
      [12n, "12n"],
      [Number.NaN, "NaN"],
      [new Date(0), "1970-01-01T00:00:00.000Z"],
      [new Date(Number.NaN), "Invalid Date"],
      [new Map([["a", new Set([1])]]), 'Map {"a": Set [1]}'],
      [new Uint8Array(3), "[3 bytes]"],
      [new TypeError("no"), '"TypeError: no"'],
    ];
    for (const [value, text] of values) expect(valueText(value, 100)).toBe(text);
  });

  it("ends for what is cyclic, deep, endless or refuses to be read", () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    expect(valueText(cyclic, 1_000)).toContain("…");
    let read = 0;
    class Endless extends Set {
      override *[Symbol.iterator](): Generator<number, undefined> {
        for (;;) yield read++;
      }
    }
    expect(valueText(new Endless(), 50)).toHaveLength(50);
    expect(read).toBeLessThan(50);
    const refuses = {
      get a() {
        throw new Error("no");
      },
    };
    expect(valueText(refuses, 100)).toContain("[a value that cannot be shown]");
  });

  it("looks at no more of a value than the text has room for", () => {
    let read = 0;
    const items = Array.from({ length: 1_000 }, () => ({
      get item() {
        read++;
        return "x";
      },
    }));
    expect(valueText(items, 40)).toHaveLength(40);
    expect(read).toBeLessThan(10);
  });
});
