import { isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { maximumDepth, record } from "./record.ts";

const what = 'The output of step "fetch"';
const remedy = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";

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

/** An object nested so many levels deep. */
function nested(levels: number): object {
  let value = {};
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

describe("a value that cannot be recorded", () => {
  class Client {}

  it.each([
    ["a function", () => 1, "it", "is a function"],
    ["a symbol", Symbol("x"), "it", "is a symbol"],
    ["a promise", { then: Promise.resolve(1) }, ".then", "is a promise"],
    ["a method of an object", { order: { items: [{ price: () => 1 }] } }, ".order.items[0].price", "is a function"],
    ["an instance of a class", [new Client()], "[0]", "is an instance of Client"],
    ["an instance of a class without a name", [new (class {})()], "[0]", "is an object with a prototype of its own"],
    ["an object made from another", { a: Object.create({ b: 1 }) }, ".a", "is an object with a prototype of its own"],
    ["a subclass of Array", { rows: new (class Rows extends Array {})() }, ".rows", "is an instance of Rows"],
    ["a property named by a symbol", { a: { [Symbol("key")]: 1 } }, ".a", "has a property named by Symbol(key)"],
    [
      "the arguments of a function",
      runInNewContext("(function () { return arguments; })()"),
      "it",
      "has a property named by Symbol(Symbol.iterator)",
    ],
    ["a boxed number", { n: Object(5) }, ".n", "is an instance of Number"],
    ["a WeakMap", { w: new WeakMap() }, ".w", "is an instance of WeakMap"],
    ["a generator", { g: (function* () {})() }, ".g", "is an object with a prototype of its own"],
    ["a part under an empty key", { "": Symbol("x") }, '[""]', "is a symbol"],
    ["a part under a key with a dot", { "a.b": Symbol("x") }, '["a.b"]', "is a symbol"],
    [
      "a part under the key __proto__",
      JSON.parse('{"__proto__":[0]}', (_key, value) => (value === 0 ? Symbol("x") : value)),
      ".__proto__[0]",
      "is a symbol",
    ],
    ["a part under the key constructor", { constructor: Client }, ".constructor", "is a function"],
    ["an object with a method then", { then() {} }, ".then", "is a function"],
    ["a named property of an array", Object.assign([1], { note: Symbol("x") }), ".note", "is a symbol"],
    ["an element behind a hole", Object.assign(new Array(2), { 1: Symbol("x") }), "[1]", "is a symbol"],
  ])("is refused with its path: %s", (_name, value, path, problem) => {
    expect(messageOf(value)).toBe(refusal(path, problem));
  });

  it("has its path in the error", () => {
    expect(() => record({ order: { items: [{ price: Symbol("x") }] } }, what)).toThrow(
      expect.objectContaining({ name: "SerializationError", code: "SERIALIZATION", path: ".order.items[0].price" }),
    );
  });

  it("is refused where reading it throws", () => {
    const source = { fine: { a: 1 }, list: [1, { get broken() { throw new RangeError("no"); } }] }; // biome-ignore format: one line
    expect(messageOf(source)).toBe(refusal(".list[1].broken", "threw when it was read: RangeError: no"));
  });

  it("is refused where a proxy throws or was revoked", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(messageOf({ a: { proxy } })).toBe(
      refusal(
        ".a.proxy",
        "threw when it was read: TypeError: Cannot perform 'getPrototypeOf' on a proxy that has been revoked",
      ),
    );
    const trap = new Proxy({}, { getPrototypeOf: () => { throw "never"; } }); // biome-ignore format: one line
    expect(messageOf(trap)).toBe(refusal("it", 'threw when it was read: "never"'));
  });

  it("is refused beyond the greatest depth", () => {
    expect(isDeepStrictEqual(record(nested(maximumDepth), what), nested(maximumDepth))).toBe(true);
    expect(messageOf(nested(maximumDepth + 1))).toBe(refusal(".a".repeat(501), "is nested more than 500 levels deep"));
    expect(messageOf(nested(100_000))).toBe(refusal(".a".repeat(501), "is nested more than 500 levels deep"));
  });

  it("counts the levels of what was recorded before", () => {
    const recorded = record({ list: [1, nested(maximumDepth - 4)] }, what);
    expect(record({ deeper: { still: recorded } }, what).deeper.still).toBe(recorded);
    const path = `.deeper.still.on.list[1]${".a".repeat(496)}`;
    expect(messageOf({ deeper: { still: { on: recorded } } })).toBe(
      refusal(path, "is nested more than 500 levels deep"),
    );
  });

  it("counts a part in several places where it is deepest", () => {
    const deep = nested(maximumDepth - 2);
    expect(record({ one: deep, two: { three: deep } }, what).two.three).toEqual(deep);
    expect(messageOf({ one: deep, two: { three: { four: deep } } })).toBe(
      refusal(`.two.three.four${".a".repeat(498)}`, "is nested more than 500 levels deep"),
    );
  });
});
