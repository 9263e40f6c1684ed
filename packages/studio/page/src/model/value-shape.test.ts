import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brief, shapeOf } from "./value-shape.ts";

describe("the shape of a value", () => {
  it.each([
    ["a text", "text", "a text"],
    [-0, "number", "-0"],
    [12n, "number", "12n"],
    [null, "word", "null"],
    [undefined, "word", "undefined"],
    [true, "word", "true"],
    [new Date(0), "label", "1970-01-01T00:00:00.000Z"],
    [new Date(Number.NaN), "label", "Date (invalid)"],
    [/a+/g, "label", "/a+/g"],
  ])("of %o is a %s", (value, kind, text) => {
    expect(shapeOf(value)).toEqual({ kind, text });
  });

  it("of what has parts gives them in portions", () => {
    const shape = shapeOf(Array.from({ length: 1_000 }, (_none, index) => index * 2));
    if (shape.kind !== "group") throw new Error("a list has parts");
    expect([shape.size, shape.brackets, shape.parts(998, 50)]).toEqual([
      1_000,
      "[]",
      [
        { key: "998", value: 1_996 },
        { key: "999", value: 1_998 },
      ],
    ]);
  });

  it("calls no code of a value: getters that inherit stay alone", () => {
    const trap = {
      get boom(): never {
        throw new Error("called");
      },
    };
    expect(shapeOf(Object.create(trap))).toMatchObject({ kind: "group", size: 0 });
  });
});

describe("a value in brief", () => {
  it.each([
    [{ a: 1, b: "two", c: [1, 2] }, '{a: 1, b: "two", c: […]}'],
    [new Map([["k", 1]]), "Map {k: 1}"],
    [new Set([1, 2]), "Set [1, 2]"],
    [new Uint8Array([1, 2]), "Uint8Array [1, 2]"],
    [[], "[]"],
    ["x".repeat(300), `"${"x".repeat(118)}…`],
  ])("of %o", (value, text) => {
    expect(brief(value)).toBe(text);
  });

  it("is never long, and made of a huge value as fast as of a small one", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withMap: true, withSet: true, withDate: true }),
        (value) => brief(value).length <= 120,
      ),
    );
    expect(brief(new Array(1_000_000).fill("y".repeat(1_000))).length).toBeLessThanOrEqual(120);
  });
});
