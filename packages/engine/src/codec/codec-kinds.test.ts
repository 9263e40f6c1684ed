import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { record } from "../state/record.ts";
import { setOwn } from "../state/set-own.ts";
import { createCodec } from "./codec.ts";
import { fromJson, toJson } from "./encoded-value.ts";

const what = 'The output of step "fetch"';
const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
const shared = bytes.slice().buffer;
const { encode, decode } = createCodec();

/** What is read again from a document of JSON. */
function roundTrip(value: unknown): unknown {
  return decode(fromJson(JSON.parse(JSON.stringify(toJson(encode(value, what)))), what), what);
}

/** Calls a function with an object, which it changes and gives back. */
function made<Made>(start: Made, change: (start: Made) => unknown): Made {
  change(start);
  return start;
}

/** The same object in two places. */
function twice(part: object): object {
  return { one: part, other: [part] };
}

const asJson: readonly (readonly [kind: string, value: unknown])[] = [
  ["null", null],
  ["true", true],
  ["an empty string", ""],
  ["a string with everything in it", 'ü 😀 \0 \n "\\ < \u2028 \u2029 </script>'],
  ["half of a surrogate pair", "\ud83d"],
  ["zero", 0],
  ["the least and the greatest number", [Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE]],
  ["a fraction", 0.1 + 0.2],
  ["an integer beyond the safe ones", 2 ** 53 + 2],
  ["an empty object", {}],
  ["an object", { a: 1, b: { c: "x", d: null } }],
  ["an empty array", []],
  ["nested arrays", [[1], [[2, "three"]], []]],
  ["keys that look like numbers", { 2: "b", 1: "a", z: 0, "-1": 1 }],
  ["an empty key and one with a dot", { "": 1, "a.b": { "c.d": 2 } }],
  [
    "the keys constructor, prototype, toString and toJSON",
    { constructor: "c", prototype: 1, toString: 2, toJSON: "j" },
  ],
  ["a then that is no function", { then: "later" }],
  ["a key __proto__ that is an object", JSON.parse('{"__proto__":{"isAdmin":true},"a":1}')],
  ["a getter", Object.defineProperty({}, "now", { get: () => ({ at: 5 }), enumerable: true })],
  ["a proxy", new Proxy({ a: [1] }, {})],
];

const withDevalue: readonly (readonly [kind: string, value: unknown])[] = [
  ["undefined", undefined],
  ["undefined in an object and in an array", { a: undefined, b: [undefined] }],
  ["NaN", Number.NaN],
  ["the infinities", [Infinity, -Infinity]],
  ["-0", -0],
  ["-0 inside", { a: [-0, 0] }],
  ["a bigint", 12345678901234567890n],
  ["bigints of both signs and zero", [-1n, 0n, 1n, -(2n ** 200n)]],
  ["a bigint as a key", new Map([[5n, "five"]])],
  ["a sparse array", made(new Array(5), (array) => Object.assign(array, { 1: "b", 3: "d" }))],
  ["an array of holes", new Array(3)],
  ["a hole beside undefined", made([1, undefined, 2, 3], (array) => delete array[2])],
  ["the longest array", Object.assign([], { "4294967294": 1 })],
  [
    "an array with names that could be taken for numbers",
    Object.assign([1, 2], { "": 0, " 1": 1, "0x1": 2, "1e0": 3 }),
  ],
  ["an array with an empty name", Object.assign([1, 2], { "": 0 })],
  ["an array with names", Object.assign([1, 2], { note: "n", "4294967295": 3 })],
  ["a match with its groups", "2026-11-20".match(/(?<year>\d+)-(\d+)/)],
  ["a name beside a hole", Object.assign(new Array(2), { 1: "b", constructor: "c", then: "t" })],
  ["an array with a key __proto__", Object.defineProperty([1], "__proto__", { value: { x: 1 }, enumerable: true })],
  ["a null prototype", Object.assign(Object.create(null), { a: 1, constructor: 2 })],
  ["an empty null prototype", Object.create(null)],
  ["a null prototype with a key __proto__", made(Object.create(null), (object) => setOwn(object, "__proto__", [1]))],
  ["a key __proto__ beside a Date", Object.assign(JSON.parse('{"__proto__":{"a":1}}'), { on: new Date(5) })],
  ["an object in two places", twice([1])],
  ["a cycle", made({}, (object) => Object.assign(object, { self: [object] }))],
  ["a cycle through an array with a name", made([0], (array) => Object.assign(array, { me: array }))],
  ["a cycle through a key __proto__", made({}, (object) => setOwn(object, "__proto__", object))],
  ["a Date", new Date(1_763_640_000_123)],
  ["an invalid Date", new Date(Number.NaN)],
  ["the first and the last Date", [new Date(-8.64e15), new Date(8.64e15)]],
  ["a Date in two places", twice(new Date(1))],
  ["a RegExp", /a(b|c)+\/"/dgimsuy],
  ["a RegExp that went on to search", Object.assign(/a/g, { lastIndex: 7 })],
  ["an empty RegExp", /(?:)/],
  ["a URL", new URL("https://user:secret@example.org:8080/a%20b?q=1#there")],
  [
    "a Map",
    new Map<unknown, unknown>([
      ["a", { b: 1 }],
      [{ key: 1 }, new Set([1])],
      [Number.NaN, -0],
      ["__proto__", 1],
    ]),
  ],
  ["an empty Map", new Map()],
  ["a Map that is its own key and value", made(new Map<unknown, unknown>(), (map) => map.set(map, map))],
  ["a Set", new Set<unknown>(["a", { b: 1 }, Number.NaN, undefined, null, new Set()])],
  ["a Set that holds itself", made(new Set<unknown>(), (set) => set.add(set))],
  ["an ArrayBuffer", bytes.slice().buffer],
  ["an empty ArrayBuffer", new ArrayBuffer(0)],
  [
    "an ArrayBuffer that can grow",
    made(new ArrayBuffer(2, { maxByteLength: 64 }), (buffer) => new Uint8Array(buffer).set([7, 8])),
  ],
  ["a DataView", new DataView(bytes.slice().buffer)],
  ["a DataView of a part", new DataView(bytes.buffer, 2, 3)],
  ["a part of a typed array", bytes.subarray(2, 5)],
  ["two views of the same bytes", { all: shared, view: new Uint8Array(shared), data: new DataView(shared) }],
  ["a Buffer", Buffer.from("text")],
  ["an empty Buffer", Buffer.alloc(0)],
  ["a large Buffer", Buffer.alloc(5000, 3)],
  ["a large typed array", new Float64Array(1000).fill(1.5)],
  ["an Int8Array", Int8Array.from([-1, 2])],
  ["a Uint8Array", bytes],
  ["a Uint8ClampedArray", Uint8ClampedArray.from([300, 2])],
  ["an Int16Array", Int16Array.from([-1, 2])],
  ["a Uint16Array", Uint16Array.from([1, 2])],
  ["an Int32Array", Int32Array.from([-1, 2])],
  ["a Uint32Array", Uint32Array.from([1, 2])],
  ["a Float16Array", Reflect.construct(Reflect.get(globalThis, "Float16Array"), [[1.5, -0]])],
  ["a Float32Array", Float32Array.from([1.5, -0, Number.NaN])],
  ["a Float64Array", Float64Array.from([1.5, Number.NEGATIVE_INFINITY])],
  ["a BigInt64Array", BigInt64Array.from([-1n, 2n])],
  ["a BigUint64Array", BigUint64Array.from([1n, 2n])],
  ["an error", new Error("boom")],
  [
    "an error of each class",
    [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => new type("x")),
  ],
  ["an error without a message", new Error()],
  ["an error without a stack", made(new Error("boom"), (error) => Reflect.deleteProperty(error, "stack"))],
  ["an error with a cause", new Error("outer", { cause: new TypeError("inner", { cause: { code: 5 } }) })],
  ["an error whose cause is undefined", new Error("none", { cause: undefined })],
  [
    "an error with properties and a name",
    Object.assign(new Error("gone"), { name: "HttpError", status: 410, headers: { a: ["b"] } }),
  ],
  [
    "an error with dangerous keys",
    Object.defineProperty(Object.assign(new RangeError("odd"), { constructor: "c", then: 1 }), "__proto__", {
      value: { a: 1 },
      enumerable: true,
    }),
  ],
  ["an error that is its own cause", made(new Error("round"), (error) => Object.assign(error, { cause: { error } }))],
  ["an AggregateError", new AggregateError([new TypeError("a"), "b"], "all failed", { cause: 1 })],
  ["a SuppressedError", new SuppressedError(new TypeError("close"), "first", "both")],
];

describe("a value, written and read again", () => {
  it("comes in at least 46 kinds", () => {
    expect(asJson.length + withDevalue.length).toBeGreaterThanOrEqual(46);
  });

  it.each(asJson)("is what it was, and was written as JSON: %s", (_kind, value) => {
    const back = roundTrip(value);
    expect(encode(value, what).text).toBe(`1j${JSON.stringify(record(value, what))}`);
    expect(differenceOf(value, back)).toBe(null);
    expect(differenceOf(record(value, what), back, { frozen: true })).toBe(null);
  });

  it.each(withDevalue)("is what it was, and was written with devalue: %s", (_kind, value) => {
    const back = roundTrip(value);
    expect(encode(value, what).text).toMatch(/^1v\[\[/);
    expect(differenceOf(value, back)).toBe(null);
    expect(differenceOf(record(value, what), back, { frozen: true })).toBe(null);
  });

  it("is what it was if it is of all kinds at once, twice", () => {
    const all = [...asJson, ...withDevalue].map(([, value]) => value);
    const every = { all, again: all, each: new Map(all.map((value, index) => [index, value])) };
    expect(differenceOf(every, roundTrip(every))).toBe(null);
  });

  it("is of this realm if its objects are from another one", () => {
    const value: unknown = runInNewContext("({ list: [1, { a: 2 }] })");
    expect(differenceOf({ list: [1, { a: 2 }] }, roundTrip(value))).toBe(null);
  });
});

describe("bytes", () => {
  it("stand beside the text from 1024 on, and in it below", () => {
    const small = encode([new Uint8Array(1023)], what);
    expect(small.blobs).toEqual([]);
    const large = encode({ a: new Uint8Array(1024).fill(9), b: Buffer.alloc(2000, 1) }, what);
    expect(large.blobs.map((blob) => blob.length)).toEqual([1024, 2000]);
    expect(large.text.length).toBeLessThan(300);
  });

  it("are copies, when they are written and when they are read", () => {
    const source = new Uint8Array(2000);
    const encoded = encode(source, what);
    source[0] = 1;
    const read = decode(encoded, what) as Uint8Array;
    expect(read[0]).toBe(0);
    read[0] = 2;
    expect(decode(encoded, what)).toEqual(new Uint8Array(2000));
  });
});
