import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { instanceCopier } from "./instance-copies.ts";
import { plainCopy } from "./plain-copy.ts";
import { copyToRecord, copyValue, record } from "./record.ts";
import { heightOf, isShared } from "./shared.ts";

/** Values of which all parts are plain and there once; some are recorded already. */
const plain: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; whole: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constantFrom(null, undefined, Number.NaN), fc.bigInt()),
    tie("whole"),
    tie("whole").map((whole) => record(whole, "A part")),
  ),
  whole: fc.oneof(
    { depthSize: "small" },
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 5, noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 5 }),
  ),
})).whole;

/** The copy that tells of all that can be wrong. */
function slowCopy(value: unknown): object {
  return copyValue(value, copyToRecord("It", instanceCopier(null))) as object; // a value that is an object
}

function partsOf(value: unknown): readonly object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

describe("the copy of a plain value", () => {
  it("is the one that the slow way makes, with the same order of keys, and shares nothing but what is recorded", () => {
    const property = fc.property(plain, (value) => {
      const copy = plainCopy(value)!;
      const slow = slowCopy(value);
      expect(copy).toStrictEqual(slow);
      expect(partsOf(copy).map((part) => Reflect.ownKeys(part))).toEqual(
        partsOf(slow).map((part) => Reflect.ownKeys(part)),
      );
      expect(partsOf(copy).every((part) => Object.isFrozen(part) && isShared(part))).toBe(true);
      expect(partsOf(copy).map(heightOf)).toEqual(partsOf(slow).map(heightOf));
      const own = new Set(partsOf(value).filter((part) => !isShared(part)));
      expect(partsOf(copy).some((part) => own.has(part))).toBe(false);
    });
    fc.assert(property, trials("plain copies", 1000));
  });

  const twice = { a: 1 };
  const cyclic: Record<string, unknown> = {};
  cyclic.self = { cyclic };
  const holes = new Array(2);
  holes[0] = 1;
  const deep = Array.from({ length: 60 }).reduce<object>((below) => ({ below }), {});
  it.each<[what: string, value: unknown]>([
    ["a primitive value", 5],
    ["null", null],
    ["a part that is there twice", { one: twice, other: twice }],
    ["the whole in a part of it", cyclic],
    ["an instance", { at: new Date(0) }],
    ["a class", new (class Point {})()],
    ["no prototype", Object.create(null)],
    ["a list of a class below the usual one", new (class List extends Array {})()],
    ["a function", { run: () => 1 }],
    ["a symbol", [Symbol("s")]],
    ["a property named by a symbol", { [Symbol("s")]: 1 }],
    ["a list with a property named by a symbol", Object.assign([1], { [Symbol("s")]: 1 })],
    ["a list with holes", holes],
    ["a list with a hole and a name", Object.assign(holes.slice(), { name: 1 })],
    ["a list with a name", "a".match(/a/)],
    ["more levels than it goes down", deep],
    ["a recorded part with more levels than that", { deep: record(deep, "A part") }],
    ["a getter that throws", { get a() { throw new Error("no"); } }], // biome-ignore format: one line
    ["a proxy that throws", new Proxy({}, { ownKeys: () => { throw new Error("no"); } })], // biome-ignore format: one line
  ])("is left to others: %s", (_what, value) => {
    expect(plainCopy(value)).toBe(null);
  });

  it("has what a getter gives, and keeps a property that is named like the prototype", () => {
    const value = { get a() { return [1]; }, ["__proto__"]: 2 }; // biome-ignore format: one line
    const copy = plainCopy(value)!;
    expect(Object.getOwnPropertyDescriptors(copy)).toMatchObject({ a: { value: [1] }, ["__proto__"]: { value: 2 } });
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it("has nothing of what somebody has put into the prototype of all objects", () => {
    const prototype = Object.prototype as { stray?: unknown };
    try {
      prototype.stray = [1];
      expect(plainCopy({ b: 1 })).toBe(null);
      prototype.stray = 1;
      expect(Object.hasOwn(plainCopy({ b: 1 })!, "stray")).toBe(false);
    } finally {
      delete prototype.stray;
    }
  });
});
