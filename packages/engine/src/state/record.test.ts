import { isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { arrayWithHoles } from "./array-with-holes.ts";
import { record, share } from "./record.ts";

const what = 'The output of step "fetch"';

/** A value whose parts all lead back to it. */
interface Cyclic {
  self: unknown;
  list: unknown[];
  map: Map<unknown, unknown>;
  set: Set<unknown>;
  error: Error;
}

const namesOfObjectPrototype = Reflect.ownKeys(Object.prototype);

afterEach(() => {
  expect(Reflect.ownKeys(Object.prototype)).toEqual(namesOfObjectPrototype);
});

describe("a recorded plain value", () => {
  it.each([undefined, null, true, "", "text", 0, -0, 1.5, Number.NaN, Infinity, 12345678901234567890n])(
    "is itself if it is %s",
    (value) => {
      expect(Object.is(record(value, what), value)).toBe(true);
    },
  );

  it.each([
    ["an empty object", {}],
    ["an object", { a: 1, b: { c: "x" } }],
    ["undefined as a property", { a: undefined }],
    ["-0 and NaN inside", { zero: -0, nan: Number.NaN, big: 1n }],
    ["a null prototype", Object.assign(Object.create(null), { a: 1 })],
    ["an array", [1, "two", [3]]],
    ["an empty array", []],
    ["a sparse array", Object.assign(new Array(5), { 1: "b", 3: "d" })],
    ["an array of holes", new Array(3)],
    ["a match with its groups", "2026-11-20".match(/(?<year>\d+)-(\d+)/)],
    ["the key constructor", { constructor: "a string", prototype: 1, toString: 2, hasOwnProperty: 3 }],
    ["a then that is no function", { then: "later" }],
    ["an empty key", { "": 1 }],
    ["a key with a dot", { "a.b": { "c.d": 1 }, a: { b: 2 } }],
    ["keys that look like numbers", { 2: "b", 1: "a", z: 0 }],
  ])("is an equal copy: %s", (_name, value) => {
    const copy = record(value, what);
    expect(copy).not.toBe(value);
    expect(isDeepStrictEqual(copy, value)).toBe(true);
    expect(Object.isFrozen(copy)).toBe(true);
  });

  it("keeps the order of keys", () => {
    expect(Object.keys(record({ z: 1, a: 2, m: 3 }, what))).toEqual(["z", "a", "m"]);
  });

  it("is frozen at every depth, while its source stays as it was", () => {
    const source = { list: [{ a: 1 }] };
    const copy = record(source, what);
    expect([copy, copy.list, copy.list[0]].every(Object.isFrozen)).toBe(true);
    expect([source, source.list, source.list[0]].some(Object.isFrozen)).toBe(false);
  });

  it("keeps a key __proto__ as a key", () => {
    const source = JSON.parse('{"__proto__":{"isAdmin":true},"a":1}');
    const copy = record(source, what);
    expect(Object.keys(copy)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(copy.isAdmin).toBeUndefined();
    expect(isDeepStrictEqual(copy, source)).toBe(true);
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"isAdmin":true},"a":1}');
  });

  it("keeps a key __proto__ of an array", () => {
    const source = Object.defineProperty([1], "__proto__", { value: { x: 1 }, enumerable: true });
    const copy = record(source, what);
    expect(Object.getPrototypeOf(copy)).toBe(Array.prototype);
    expect(Object.getOwnPropertyDescriptor(copy, "__proto__")?.value).toEqual({ x: 1 });
  });

  it("keeps a sparse array of any length without walking its holes", () => {
    const source: number[] = [];
    source[4_294_967_294] = 1;
    const copy = record(source, what);
    expect(copy.length).toBe(4_294_967_295);
    expect(Object.keys(copy)).toEqual(["4294967294"]);
  });

  it("takes no memory for holes, however many arrays are full of them", () => {
    const copy = record(
      Array.from({ length: 1000 }, () => arrayWithHoles(20_000_000, 0)),
      what,
    );
    expect(copy.at(-1)).toHaveLength(20_000_000);
    expect(copy.at(-1)).not.toHaveProperty("0");
  });

  it("keeps holes apart from keys that make up for their number", () => {
    const source = Object.assign(new Array(2), { 1: "b", note: "c" });
    const copy = record(source, what);
    expect(Object.entries(copy)).toEqual([
      ["1", "b"],
      ["note", "c"],
    ]);
    expect(0 in copy).toBe(false);
  });

  it("records what a getter gives", () => {
    const copy = record({ get now() { return { at: 5 }; } }, what); // biome-ignore format: one line
    expect(Object.getOwnPropertyDescriptor(copy, "now")?.value).toEqual({ at: 5 });
  });

  it("leaves out what is not enumerable, as equality does", () => {
    const source = Object.defineProperty({ a: 1 }, "hidden", { value: () => 1 });
    expect(Object.getOwnPropertyNames(record(source, what))).toEqual(["a"]);
  });

  it("may come from another realm", () => {
    const copy = record(runInNewContext("({ list: [1, { a: 2 }] })"), what);
    expect(isDeepStrictEqual(copy, { list: [1, { a: 2 }] })).toBe(true);
  });

  it("may come through a proxy", () => {
    expect(isDeepStrictEqual(record(new Proxy({ a: [1] }, {}), what), { a: [1] })).toBe(true);
  });
});

describe("identity in a recorded value", () => {
  it("is kept where two places hold the same object", () => {
    const address = { city: "Graz" };
    const copy = record({ home: address, work: address, list: [address] }, what);
    expect(copy.home).not.toBe(address);
    expect(copy.work).toBe(copy.home);
    expect(copy.list[0]).toBe(copy.home);
  });

  it("is kept in cycles through objects, arrays, maps, sets and errors", () => {
    const source: Record<string, unknown> = {};
    const error = new Error("round", { cause: source });
    Object.assign(source, {
      self: source,
      list: [source],
      map: new Map([[source, source]]),
      set: new Set([source]),
      error,
    });
    const copy = record(source, what) as unknown as Cyclic; // what was assigned to it
    expect(copy).not.toBe(source);
    expect(copy.self).toBe(copy);
    expect(copy.list[0]).toBe(copy);
    expect([...copy.map]).toEqual([[copy, copy]]);
    expect(copy.set.has(copy)).toBe(true);
    expect(copy.error.cause).toBe(copy);
  });

  it("costs nothing where a recorded value is recorded again, alone or as a part", () => {
    const recorded = record({ a: [{ b: 1 }] }, what);
    expect(record(recorded, what)).toBe(recorded);
    expect(record({ part: recorded }, what).part).toBe(recorded);
  });

  it("is not that of a value which somebody else froze", () => {
    const frozen = Object.freeze({ when: Object.freeze([1]) });
    expect(record(frozen, what)).not.toBe(frozen);
  });
});

describe("share", () => {
  it("gives every reader the same frozen value", () => {
    const recorded = record({ a: [1, { b: 2 }] }, what);
    expect(share(recorded)).toBe(recorded);
    expect(share("text")).toBe("text");
    expect(share(undefined)).toBe(undefined);
  });

  it("gives every reader a copy of what cannot be frozen, and shares the parts that can", () => {
    const recorded = record({ seen: new Map([["a", new Date(5)]]), rows: [{ id: 1 }] }, what);
    const [mine, yours] = [share(recorded), share(recorded)];
    mine.seen.get("a")!.setTime(9);
    mine.seen.delete("a");
    expect(yours.seen.get("a")).toEqual(new Date(5));
    expect(recorded.seen.size).toBe(1);
    expect(yours.rows).toBe(recorded.rows);
    expect(Object.isFrozen(mine)).toBe(true);
  });

  it("gives every reader a copy of a cyclic value, frozen", () => {
    const source: { self?: unknown } = {};
    source.self = source;
    const recorded = record(source, what);
    const mine = share(recorded);
    expect(mine).not.toBe(recorded);
    expect(mine.self).toBe(mine);
    expect(Object.isFrozen(mine)).toBe(true);
  });
});
