import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { record } from "./record.ts";

const what = 'The output of step "fetch"';
const remedy = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);

function messageOf(value: unknown): string {
  try {
    record(value, what);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It was recorded.");
}

function refusal(path: string, problem: string): string {
  return `${what} cannot be recorded: ${path} ${problem}. ${remedy}`;
}

describe("a recorded instance of the language's own classes", () => {
  it.each([
    ["a Date", new Date(1_763_640_000_123)],
    ["an invalid Date", new Date(Number.NaN)],
    ["a RegExp", /a(b|c)+/giu],
    ["an empty Map", new Map()],
    ["a Map", new Map<unknown, unknown>([["a", { b: 1 }], [{ key: 1 }, new Set([1])], [Number.NaN, -0]])], // biome-ignore format: one line
    ["a Set", new Set<unknown>(["a", { b: 1 }, Number.NaN, undefined])],
    ["a URL", new URL("https://user:secret@example.org:8080/a%20b?q=1#there")],
    ["an ArrayBuffer", bytes.slice().buffer],
    ["a DataView", new DataView(bytes.slice().buffer)],
    ["a Buffer", Buffer.from("text")],
    ["an empty Buffer", Buffer.alloc(0)],
    ["an Int8Array", Int8Array.from([-1, 2])],
    ["a Uint8Array", bytes],
    ["a Uint8ClampedArray", Uint8ClampedArray.from([300, 2])],
    ["an Int16Array", Int16Array.from([-1, 2])],
    ["a Uint16Array", Uint16Array.from([1, 2])],
    ["an Int32Array", Int32Array.from([-1, 2])],
    ["a Uint32Array", Uint32Array.from([1, 2])],
    ["a Float32Array", Float32Array.from([1.5, -0, Number.NaN])],
    ["a Float64Array", Float64Array.from([1.5, Number.NEGATIVE_INFINITY])],
    ["a BigInt64Array", BigInt64Array.from([-1n, 2n])],
    ["a BigUint64Array", BigUint64Array.from([1n, 2n])],
  ])("is an equal copy: %s", (_name, value) => {
    const copy = record(value, what);
    expect(copy).not.toBe(value);
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(value));
    expect(isDeepStrictEqual(copy, value)).toBe(true);
  });

  it("keeps where a RegExp goes on to search", () => {
    const source = /a/g;
    source.lastIndex = 7;
    expect(record(source, what).lastIndex).toBe(7);
  });

  it("freezes the plain parts of a Map and of a Set", () => {
    const copy = record({ map: new Map([[{ k: 1 }, { v: 1 }]]), set: new Set([[1]]) }, what);
    expect([...copy.map.keys(), ...copy.map.values(), ...copy.set].every(Object.isFrozen)).toBe(true);
  });

  it("copies of a part of a larger buffer that part alone", () => {
    const view = bytes.subarray(2, 4);
    const copy = record(
      { view, data: new DataView(bytes.buffer, 2, 2), words: new Uint16Array(bytes.buffer, 2, 1) },
      what,
    );
    expect(copy.view).toEqual(Uint8Array.from([3, 4]));
    expect([copy.view.buffer.byteLength, copy.data.buffer.byteLength, copy.words.buffer.byteLength]).toEqual([2, 2, 2]);
    expect(copy.data.getUint8(1)).toBe(4);
    expect(copy.words.length).toBe(1);
  });

  it("does not share the memory of a Buffer, nor copy its pool", () => {
    const source = Buffer.from("text");
    const copy = record(source, what);
    source.write("TEXT");
    expect(copy.toString()).toBe("text");
    expect(Buffer.isBuffer(copy)).toBe(true);
  });

  it("keeps views of the same memory views of the same memory", () => {
    const source = { buffer: bytes.slice().buffer, view: new Uint8Array(0), data: new DataView(new ArrayBuffer(1)) };
    source.view = new Uint8Array(source.buffer);
    source.data = new DataView(source.buffer);
    const copy = record(source, what);
    copy.view[0] = 99;
    expect(copy.data.getUint8(0)).toBe(99);
    expect(copy.view.buffer).toBe(copy.buffer);
    expect(source.view[0]).toBe(1);
  });

  it("keeps a resizable buffer resizable", () => {
    const source = new ArrayBuffer(2, { maxByteLength: 8 });
    new Uint8Array(source).set([1, 2]);
    const copy = record(source, what);
    expect([copy.resizable, copy.byteLength, copy.maxByteLength]).toEqual([true, 2, 8]);
    expect(new Uint8Array(copy)).toEqual(Uint8Array.from([1, 2]));
  });
});

describe("an instance of a class of the language that is refused", () => {
  const detached = new ArrayBuffer(2);
  structuredClone(detached, { transfer: [detached] });

  it.each([
    ["memory shared between threads", { s: new SharedArrayBuffer(2) }, ".s", "is an instance of SharedArrayBuffer"],
    [
      "a view of it",
      { v: new Uint8Array(new SharedArrayBuffer(2)) },
      ".v.buffer",
      "is an instance of SharedArrayBuffer",
    ],
    ["a subclass of Map", { m: new (class Cache extends Map {})() }, ".m", "is an instance of Cache"],
    ["a subclass of Uint8Array", { b: new (class Bytes extends Uint8Array {})(2) }, ".b", "is an instance of Bytes"],
    [
      "a Map with a property of its own",
      { m: Object.assign(new Map(), { a: 1 }) },
      ".m",
      'is an instance of Map with a property of its own, "a"',
    ],
    [
      "a Date with a symbol",
      { d: Object.assign(new Date(0), { [Symbol("x")]: 1 }) },
      ".d",
      "has a property named by Symbol(x)",
    ],
    ["URLSearchParams", { q: new URLSearchParams("a=1") }, ".q", "is an instance of URLSearchParams"],
    ["a function as a key of a Map", { m: new Map([["a", 1], [() => 1, 2]] as never) }, ".m[1]", "is a function"], // biome-ignore format: one line
    ["a function under a text key of a Map", { m: new Map([["a", () => 1]]) }, ".m.a", "is a function"],
    ["a function under another key of a Map", { m: new Map([[5, () => 1]]) }, ".m[0]", "is a function"],
    ["a function in a Set", { s: new Set([1, () => 1]) }, ".s[1]", "is a function"],
    [
      "a detached buffer",
      { b: detached },
      ".b",
      "threw when it was read: TypeError: Cannot perform ArrayBuffer.prototype.slice on a detached ArrayBuffer",
    ],
  ])("%s", (_name, value, path, problem) => {
    expect(messageOf(value)).toBe(refusal(path, problem));
  });
});
