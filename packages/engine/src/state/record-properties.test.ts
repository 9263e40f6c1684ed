import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordable } from "../../../../test/support/recordable-values.ts";
import { record, share } from "./record.ts";

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
