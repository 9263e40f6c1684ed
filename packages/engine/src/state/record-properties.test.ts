import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, share } from "./record.ts";

/** Everything that can be recorded, nested at random, with the keys that are dangerous to copy carelessly. */
const key = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "prototype", "then", "", "a.b", "toString"),
);
const { value: recordable } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.anything({ maxDepth: 0 }), fc.bigInt(), fc.double(), fc.date({ noInvalidDate: false })),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.sparseArray(tie("value"), { maxLength: 6, maxNumElements: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: false }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
    fc.oneof(
      fc.uint8Array(),
      fc.float64Array(),
      fc.bigInt64Array(),
      fc.uint8Array().map((some) => Buffer.from(some)),
    ),
    fc.tuple(fc.string(), tie("value")).map(([message, cause]) => new TypeError(message, { cause })),
  ),
}));

describe("record, of any value", () => {
  it("gives an equal value, recorded again an equal one, and leaves its source as it was", () => {
    const names = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(recordable, (value) => {
        const before = textOf(value);
        const copy = record(value, "A value");
        expect(isDeepStrictEqual(copy, value)).toBe(true);
        expect(isDeepStrictEqual(share(copy), value)).toBe(true);
        expect([textOf(copy), textOf(share(copy)), textOf(value)]).toEqual([before, before, before]);
        expect(Reflect.ownKeys(Object.prototype)).toEqual(names);
      }),
      { numRuns: 1000 },
    );
  });

  it("is not changed by whatever happens to its source, nor to a reader's copy", () => {
    fc.assert(
      fc.property(recordable, (value) => {
        const before = textOf(value);
        const copy = record(value, "A value");
        disturb(value);
        disturb(share(copy));
        expect(textOf(copy)).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });
});

/** All of a value as text: prototypes, cycles, causes and the order of keys too. */
function textOf(value: unknown): string {
  return inspect(value, { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null });
}

/** Writes to every part of a value that lets itself be written to. */
function disturb(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof Map) for (const part of [...value.keys(), ...value.values()]) disturb(part);
  if (value instanceof Set) for (const part of value) disturb(part);
  if (!ArrayBuffer.isView(value)) for (const part of Object.values(value)) disturb(part);
  if (value instanceof Error) disturb(value.cause);
  if (value instanceof Map || value instanceof Set) value.clear();
  else if (value instanceof Date) value.setTime(1);
  else if (ArrayBuffer.isView(value)) new Uint8Array(value.buffer, value.byteOffset, value.byteLength).fill(7);
  else if (value instanceof Error) value.message = "disturbed";
  else if (!Object.isFrozen(value)) Object.assign(value, { disturbed: true });
}
