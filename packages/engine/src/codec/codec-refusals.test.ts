import { describe, expect, it } from "vitest";
import { SerializationError } from "../errors/value-errors.ts";
import { record } from "../state/record.ts";
import { createCodec } from "./codec.ts";

const what = 'The output of step "fetch"';
const remedy = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";

class Client {}
class PaymentError extends Error {}

const detached = new ArrayBuffer(2);
structuredClone(detached, { transfer: [detached] });

function nested(levels: number): object {
  let value = {};
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

/** The message of the error that a function throws. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(SerializationError);
    return (error as Error).message;
  }
  throw new Error("It threw nothing.");
}

const refused: readonly (readonly [kind: string, value: unknown, path: string, problem: string])[] = [
  ["a function", () => 1, "it", "is a function"],
  ["a class", Client, "it", "is a function"],
  ["a symbol", Symbol("x"), "it", "is a symbol"],
  ["a promise", { a: Promise.resolve(1) }, ".a", "is a promise"],
  ["a thenable", { a: { then() {} } }, ".a.then", "is a function"],
  ["a method far inside", { order: { items: [{ price: () => 1 }] } }, ".order.items[0].price", "is a function"],
  ["an object that writes its own JSON", { a: { toJSON: () => 1 } }, ".a.toJSON", "is a function"],
  ["an instance of a class", [new Client()], "[0]", "is an instance of Client"],
  ["an instance of a class without a name", [new (class {})()], "[0]", "is an object with a prototype of its own"],
  ["an object made from another", { a: Object.create({ b: 1 }) }, ".a", "is an object with a prototype of its own"],
  ["a subclass of Array", { rows: new (class Rows extends Array {})() }, ".rows", "is an instance of Rows"],
  ["a subclass of Map", { m: new (class Cache extends Map {})() }, ".m", "is an instance of Cache"],
  ["a subclass of Date", { d: new (class Day extends Date {})() }, ".d", "is an instance of Day"],
  ["an error of a class of one's own", { e: new PaymentError("no") }, ".e", "is an instance of PaymentError"],
  [
    "what only looks like a DOMException",
    { e: Object.create(DOMException.prototype) },
    ".e",
    'threw when it was read: TypeError: Value of "this" must be of DOMException',
  ],
  ["a part of an error", { e: new Error("no", { cause: () => 1 }) }, ".e.cause", "is a function"],
  ["a property named by a symbol", { a: { [Symbol("key")]: 1 } }, ".a", "has a property named by Symbol(key)"],
  ["a boxed number", { n: Object(5) }, ".n", "is an instance of Number"],
  ["a WeakMap", { w: new WeakMap() }, ".w", "is an instance of WeakMap"],
  ["URLSearchParams", { q: new URLSearchParams("a=1") }, ".q", "is an instance of URLSearchParams"],
  ["a generator", { g: (function* () {})() }, ".g", "is an object with a prototype of its own"],
  ["memory shared between threads", { s: new SharedArrayBuffer(2) }, ".s", "is an instance of SharedArrayBuffer"],
  ["a view of it", { v: new Uint8Array(new SharedArrayBuffer(2)) }, ".v.buffer", "is an instance of SharedArrayBuffer"],
  [
    "a Map with a property of its own",
    Object.assign(new Map(), { a: 1 }),
    "it",
    'is an instance of Map with a property of its own, "a"',
  ],
  ["a function in a Map", { m: new Map([["a", () => 1]]) }, ".m.a", "is a function"],
  ["a function as a key of a Map", { m: new Map([[() => 1, 1]]) }, ".m[0]", "is a function"],
  ["a function in a Set", { s: new Set([1, () => 1]) }, ".s[1]", "is a function"],
  ["a function where a RegExp searches on", Object.assign(/a/, { lastIndex: () => 1 }), ".lastIndex", "is a function"],
  [
    "a getter that throws",
    { get broken() { throw new RangeError("no"); } }, // biome-ignore format: one line
    ".broken",
    "threw when it was read: RangeError: no",
  ],
  [
    "a detached buffer",
    { b: detached },
    ".b",
    "threw when it was read: TypeError: Cannot perform ArrayBuffer.prototype.slice on a detached ArrayBuffer",
  ],
];

describe("a value that cannot be written", () => {
  const { encode } = createCodec();

  it.each(refused)("is refused with its path, in the words of record: %s", (_kind, value, path, problem) => {
    const message = `${what} cannot be recorded: ${path} ${problem}. ${remedy}`;
    expect(messageOf(() => encode(value, what))).toBe(message);
    expect(messageOf(() => record(value, what))).toBe(message);
  });

  it.each([513, 100_000])("is refused if it is far deeper than what record takes: %d levels", (levels) => {
    expect(messageOf(() => encode(nested(levels), what))).toBe(
      `${what} cannot be recorded: ${".a".repeat(513)} is nested more than 512 levels deep. ${remedy}`,
    );
    expect(() => record(nested(levels), what)).toThrow("is nested more than 500 levels deep");
  });

  it("is refused at once: an object that changes what it gives is read one time only", () => {
    let reads = 0;
    const value = { get fickle() { return reads++ === 0 ? "text" : () => 1; } }; // biome-ignore format: one line
    expect(encode(value, what).text).toBe('1j{"fickle":"text"}');
    expect(reads).toBe(1);
  });
});
