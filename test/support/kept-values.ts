import { createClassRegistry } from "stepspan";

/** A class of a user, registered by `classes`. */
export class Money {
  readonly #cents: bigint;

  constructor(cents: bigint) {
    this.#cents = cents;
  }

  get cents(): bigint {
    return this.#cents;
  }
}

export const classes = createClassRegistry();
classes.registerClass(Money, { encode: ({ cents }) => ({ cents }), decode: ({ cents }) => new Money(cents) });

/** Every kind of value that comes back as what it was. */
export const keptValues: readonly (readonly [kind: string, value: unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["NaN", Number.NaN],
  ["minus zero", -0],
  ["the infinities", [Infinity, -Infinity]],
  ["a bigint", -(2n ** 70n)],
  ["a text", "ü 😀 \0 \ud83d </script>"],
  ["a date", new Date("2026-11-20T10:00:00.123Z")],
  ["an invalid date", new Date(Number.NaN)],
  ["a regular expression", /^a(?<b>.)$/giu],
  [
    "a map",
    new Map<unknown, unknown>([
      ["a", { deep: [1] }],
      [{ key: 1 }, new Map([[Number.NaN, -0]])],
    ]),
  ],
  ["a set", new Set<unknown>([1, "1", { a: new Set([null]) }])],
  [
    "typed arrays",
    [Uint8Array.of(1, 255), Float64Array.of(-0, Number.NaN), BigInt64Array.of(-5n), Uint8ClampedArray.of(3)],
  ],
  ["a buffer of Node", Buffer.from("bytes")],
  ["an ArrayBuffer", Uint8Array.of(1, 2, 3).buffer],
  ["a DataView", new DataView(Uint8Array.of(1, 2, 3, 4).buffer)],
  [
    "an error with a cause and properties of its own",
    withProperties(new RangeError("far", { cause: new TypeError("why", { cause: { deep: 1n } }) })),
  ],
  ["an error whose cause is no error", new Error("odd", { cause: null })],
  ["an AggregateError", new AggregateError([new Error("one"), "two", null], "several")],
  ["a DOMException", new DOMException("gone", "AbortError")],
  ["a URL", new URL("https://example.org/a?b=c#d")],
  ["an object that leads back to itself", loop({})],
  ["an array that leads back to itself", loop([])],
  ["a map that leads back to itself", loopedMap()],
  ["the same object in two places", twice({ a: 1 })],
  ["the same date in two places", twice(new Date(5))],
  ["the same bytes under two views", sharedBytes()],
  ["a sparse array", sparse()],
  ["an object without a prototype", Object.assign(Object.create(null), { a: [Object.create(null)] })],
  ["an instance of a registered class", { price: new Money(1999n), all: [new Money(1n)] }],
  ["the key __proto__", JSON.parse('{"__proto__":{"isAdmin":true},"a":{"__proto__":1}}')],
  ["the keys constructor and prototype", { constructor: { prototype: { isAdmin: true } }, prototype: 1 }],
  ["a then that is no function", { then: "later" }],
  ["an empty key", { "": { "": 1 } }],
  ["keys with dots", { "a.b": { "c.d": 1 }, a: { b: 2 } }],
  ["the keys toString, toJSON and hasOwnProperty", { toString: 1, toJSON: "j", hasOwnProperty: null }],
];

/** Every kind of value that cannot be kept, with what the refusal says about it. */
export const refusedValues: readonly (readonly [kind: string, value: unknown, problem: string])[] = [
  ["a function", { order: { items: [{ price: () => 1 }] } }, ".order.items[0].price is a function"],
  ["a promise", { later: Promise.resolve(1) }, ".later is a promise"],
  ["an instance of a class that is not registered", [new (class Secret {})()], "[0] is an instance of Secret"],
  ["an instance in a map", new Map([["db", new (class Db {})()]]), ".db is an instance of Db"],
  ["a symbol", { sign: Symbol("s") }, ".sign is a symbol"],
  ["a key that is a symbol", { [Symbol("s")]: 1 }, "it has a property named by Symbol(s)"],
  ["a weak map", { weak: new WeakMap() }, ".weak is an instance of WeakMap"],
  ["a generator", [(function* () {})()], "[0] is an object with a prototype of its own"],
  ["a then that is a function", { box: { then: () => undefined } }, ".box.then is a function"],
  [
    "a date with a property of its own",
    Object.assign(new Date(0), { zone: "UTC" }),
    'it is an instance of Date with a property of its own, "zone"',
  ],
  [
    "a getter that throws",
    {
      get now() {
        throw new Error("never");
      },
    },
    ".now threw when it was read: Error: never",
  ],
];

function withProperties(error: Error): Error {
  return Object.assign(error, { code: "E_FAR", details: new Map([["at", new Date(7)]]), "a.b": 1n });
}

function loop(start: object): object {
  return Object.assign(start, { 0: { back: start } });
}

function loopedMap(): object {
  const map = new Map<unknown, unknown>();
  return map.set("self", map).set(map, [map]);
}

function twice(part: object): object {
  return { one: part, other: [part] };
}

function sharedBytes(): object {
  const { buffer } = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  return { bytes: new Uint8Array(buffer), words: new Uint16Array(buffer), buffer };
}

function sparse(): unknown[] {
  const list: unknown[] = [];
  list[2] = "two";
  list.length = 5;
  return list;
}
