import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { recordable } from "../../../../test/support/recordable-values.ts";
import { differences } from "./differences.ts";
import { record } from "./record.ts";
import { isSameValue } from "./same-value.ts";
import { applyStatePatches } from "./state-values.ts";
import { thaw } from "./thaw.ts";

type Values = Readonly<Record<string, unknown>>;

function found(before: Values, after: Values) {
  return differences(record(before, "The values"), record(after, "The values"));
}

describe("differences", () => {
  it("are none between equal values, whatever they hold", () => {
    const values = () => ({ a: [1, { b: new Date(5) }], m: new Map([["k", { x: [1n] }]]), e: new TypeError("no") });
    const recorded = record(values(), "The values");
    expect(differences(recorded, record(thaw(recorded), "The values"))).toEqual([]);
  });

  it("are as deep as what changed", () => {
    const before = { order: { items: [{ n: 1 }, { n: 2 }], by: "me" }, gone: 1, kept: {} };
    const after = { order: { items: [{ n: 1 }, { n: 3, note: "x" }, { n: 4 }], by: "me" }, kept: {}, come: 2 };
    expect(found(before, after)).toEqual([
      { op: "remove", path: ["gone"] },
      { op: "replace", path: ["order", "items", 1, "n"], value: 3 },
      { op: "add", path: ["order", "items", 1, "note"], value: "x" },
      { op: "add", path: ["order", "items", 2], value: { n: 4 } },
      { op: "add", path: ["come"], value: 2 },
    ]);
  });

  it("take items from the end of a list", () => {
    expect(found({ list: [1, 2, 3] }, { list: [1] })).toEqual([
      { op: "remove", path: ["list", 2] },
      { op: "remove", path: ["list", 1] },
    ]);
  });

  it("replace whole what is no plain object or list, and tell -0 from 0", () => {
    const [map, list] = [new Map([["a", 1]]), Object.assign([1], { label: "x" })];
    expect(found({ map: new Map(), list, zero: 0 }, { map, list: [1], zero: -0 })).toEqual([
      { op: "replace", path: ["map"], value: map },
      { op: "replace", path: ["list"], value: [1] },
      { op: "replace", path: ["zero"], value: -0 },
    ]);
  });

  it("replace an object whole that has reserved keys, since no patch may lead through them", () => {
    const before = { a: JSON.parse('{ "__proto__": { "x": 1 } }') };
    const after = { a: JSON.parse('{ "__proto__": { "x": 2 } }') };
    expect(found(before, after)).toEqual([{ op: "replace", path: ["a"], value: after.a }]);
  });

  it("replace whole what leads back to itself", () => {
    const before: { n: number; self?: unknown } = { n: 1 };
    before.self = before;
    const after: { n: number; self?: unknown } = { n: 2 };
    after.self = after;
    const [patch] = found({ loop: before }, { loop: after });
    expect(patch).toMatchObject({ op: "replace", path: ["loop"] });
    expect(found({ loop: before }, { loop: before })).toEqual([]);
  });

  it("are one patch where most of an object is another", () => {
    const numbers = (by: number) => Array.from({ length: 100 }, (_, at) => at * by);
    expect(found({ a: { list: numbers(1) } }, { a: { list: numbers(2) } })).toEqual([
      { op: "replace", path: ["a", "list"], value: numbers(2) },
    ]);
  });

  it("of values that share parts many times take no time in proportion to the tree that these would be", () => {
    const tower = (top: unknown) => Array.from({ length: 60 }).reduce((part) => ({ left: part, right: part }), top);
    const before = record({ a: tower(new Date(1)) }, "The values");
    const after = record({ a: tower(new Date(2)) }, "The values");
    expect(isSameValue(applyStatePatches(before, differences(before, after)), after)).toBe(true);
  });
});

const values = fc.dictionary(fc.constantFrom("a", "b", "then", "a.b"), recordable, { noNullPrototype: true });

describe("differences, of any values", () => {
  it("lead from the one to the other", () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [before, after] = [record(left, "Values"), record(right, "Values")];
        expect(isDeepStrictEqual(applyStatePatches(before, differences(before, after)), after)).toBe(true);
      }),
      trials("differences between unrelated values", 500),
    );
  });

  it("are none between a value and its copy, and lead to a copy that was disturbed", () => {
    fc.assert(
      fc.property(values, fc.nat(), recordable, (source, at, other) => {
        const before = record(source, "Values");
        const copy = thaw(before);
        expect(differences(before, record(copy, "Values"))).toEqual([]);
        disturb(copy, at, other);
        const after = record(copy, "Values");
        expect(isDeepStrictEqual(applyStatePatches(before, differences(before, after)), after)).toBe(true);
      }),
      trials("differences from a disturbed copy", 500),
    );
  });
});

/** Replaces one part, somewhere inside. */
function disturb(holder: object, at: number, other: unknown): void {
  const keys = Object.keys(holder).filter((key) => key !== "__proto__");
  const key = keys[at % keys.length];
  if (key === undefined || ArrayBuffer.isView(holder)) return;
  const part = (holder as Record<string, unknown>)[key];
  const isDeeper = typeof part === "object" && part !== null && at % 3 > 0 && Object.keys(part).length > 0;
  if (isDeeper) disturb(part, Math.floor(at / 3), other);
  else (holder as Record<string, unknown>)[key] = other;
}
