import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { recordable } from "../../../../test/support/recordable-values.ts";
import { createClassRegistry } from "./class-registry.ts";
import { record, share } from "./record.ts";
import { isSameValue } from "./same-value.ts";

/** Each pair differs in one thing. */
const different: [string, unknown, unknown][] = [
  ["numbers", 1, 2],
  ["0 and -0", 0, -0],
  ["null and undefined", null, undefined],
  ["a list and an object", [], {}],
  ["a hole and undefined", new Array(1), [undefined]],
  ["a missing key and undefined", {}, { a: undefined }],
  ["prototypes", {}, Object.create(null)],
  ["dates", new Date(1), new Date(2)],
  ["patterns", /a/g, /a/i],
  ["addresses", new URL("http://a/"), new URL("http://b/")],
  ["the order of a map", new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])], // biome-ignore format: one line
  ["the values of a map", new Map([["a", { n: 1 }]]), new Map([["a", { n: 2 }]])],
  ["sets", new Set([1]), new Set([2])],
  ["bytes", Uint8Array.of(1), Uint8Array.of(2)],
  ["lengths of bytes", Uint8Array.of(1), Uint8Array.of(1, 2)],
  ["kinds of bytes", Uint8Array.of(1), Int8Array.of(1)],
  ["buffers", new ArrayBuffer(1), new ArrayBuffer(2)],
  ["bytes of Node", Buffer.from("a"), Buffer.from("b")],
  ["messages", new Error("a"), new Error("b")],
  ["classes of errors", new TypeError("a"), new RangeError("a")],
  ["causes", Object.assign(bare(), { cause: 1 }), Object.assign(bare(), { cause: 2 })],
  ["properties of errors", Object.assign(bare(), { status: 1 }), bare()],
];

function bare(): Error {
  const error = new Error("a");
  error.stack = "";
  return error;
}

describe("isSameValue", () => {
  it.each(different)("tells %s apart, in both directions and when nested", (_, left, right) => {
    expect([isSameValue(left, right), isSameValue(right, left), isSameValue([left], [right])]).toEqual([false, false, false]); // biome-ignore format: one line
    expect([isSameValue(left, share(record(left, "A value"))), isSameValue([right], [right])]).toEqual([true, true]);
  });

  it("does not care for the order of keys", () => {
    expect(isSameValue({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  });

  it("tells how parts are shared apart, and follows what leads back to itself", () => {
    const loop = (): object => {
      const made: { self?: unknown; next?: unknown } = {};
      made.next = { back: made };
      made.self = made;
      return made;
    };
    const part = {};
    expect(isSameValue(loop(), loop())).toBe(true);
    expect(isSameValue([part, part], [{}, {}])).toBe(false);
  });

  it("knows instances of registered classes only by themselves", () => {
    class Money {
      readonly amount: number;
      constructor(amount: number) {
        this.amount = amount;
      }
    }
    const classes = createClassRegistry();
    classes.registerClass(Money, { encode: ({ amount }) => amount, decode: (amount: number) => new Money(amount) });
    const recorded = record(new Money(1), "A value", classes);
    expect([isSameValue(recorded, recorded), isSameValue(recorded, share(recorded))]).toEqual([true, false]);
  });

  it("says of any two values what Node says of them, where no parts are shared and maps and sets have their order", () => {
    fc.assert(
      fc.property(recordable, recordable, (left, right) => {
        if (isSameValue(left, right)) expect(isDeepStrictEqual(left, right)).toBe(true);
        expect(isSameValue(left, share(record(left, "A value")))).toBe(true);
      }),
      trials("isSameValue beside Node's", 500),
    );
  });
});
