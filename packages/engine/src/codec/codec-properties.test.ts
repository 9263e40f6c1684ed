import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { classes, entangled, key, recordable } from "../../../../test/support/recordable.ts";
import { StepError } from "../errors/step-errors.ts";
import { StoreError } from "../errors/value-errors.ts";
import { live } from "../state/live.ts";
import { record, share } from "../state/record.ts";
import { createCodec } from "./codec.ts";
import { type EncodedValue, fromJson, toJson } from "./encoded-value.ts";

const { encode, encodeThrown, decode } = createCodec({ classes });

function throughJson(encoded: EncodedValue): EncodedValue {
  return fromJson(JSON.parse(JSON.stringify(toJson(encoded))), "A value");
}

describe("any value, written and read again", () => {
  it.each([
    ["nested", recordable],
    ["with shared parts and cycles", entangled],
  ])("is what it was, as in memory: %s", { timeout: 120_000 }, (kind, values) => {
    fc.assert(
      fc.property(values, (value) => {
        const recorded = record(value, "A value", classes);
        const back = decode(throughJson(encode(value, "A value")), "A value");
        expect(differenceOf(value, back)).toBe(null);
        expect(differenceOf(recorded, back, { frozen: true })).toBe(null);
        expect(differenceOf(share(recorded), share(back), { frozen: true })).toBe(null);
        expect(encode(recorded, "A value")).toEqual(encode(value, "A value"));
        expect(encode(back, "A value")).toEqual(encode(value, "A value"));
      }),
      trials(`values written and read again, ${kind}`, 1500),
    );
  });
});

describe("any value at all", () => {
  class Client {}
  const unkeepable = fc.constantFrom<unknown>(
    () => 1,
    Symbol("x"),
    new Client(),
    { [Symbol("x")]: 1 },
    new (class PaymentError extends Error {})("no"),
    new WeakMap(),
    Object.create(DOMException.prototype),
  );
  const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
    anything: fc.oneof(
      { maxDepth: 4 },
      { arbitrary: recordable, weight: 6 },
      { arbitrary: unkeepable, weight: 1 },
      { arbitrary: fc.array(tie("anything"), { maxLength: 4 }), weight: 3 },
      { arbitrary: fc.dictionary(key, tie("anything"), { maxKeys: 4 }), weight: 3 },
      { arbitrary: tie("anything").map((part) => new Map([[part, part]])), weight: 1 },
      { arbitrary: tie("anything").map((cause) => new Error("no", { cause })), weight: 1 },
      { arbitrary: tie("anything").map((cause) => new StepError({ step: "a", attempt: 1, cause, input: cause })), weight: 1 }, // biome-ignore format: one line
      { arbitrary: fc.constant(null).map(() => live(new Client())), weight: 1 },
    ),
  }));

  function refusalOf(write: () => unknown): string | null {
    try {
      write();
    } catch (thrown) {
      return String(thrown);
    }
    return null;
  }

  it("is written if it can be recorded, and refused in the same words if not", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(refusalOf(() => encode(value, "A value"))).toBe(refusalOf(() => record(value, "A value", classes)));
      }),
      trials("values that are recorded and written, or neither", 2000),
    );
  });

  it("is written and read back if it was thrown", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(anything, (value) => {
        const encoded = encodeThrown(value, "A value");
        const back = decode(throughJson(encoded), "A value");
        expect(encodeThrown(back, "A value")).toEqual(encoded);
        const written = refusalOf(() => encode(value, "A value")) === null;
        if (written) expect(encoded).toEqual(encode(value, "A value"));
      }),
      trials("values that were thrown", 2000),
    );
  });
});

describe("any text", () => {
  /** What a value becomes where something else is read, or a named error. */
  function readOrRefuse(encoded: EncodedValue): void {
    try {
      decode(encoded, "A value");
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(StoreError);
    }
  }

  it("is a value or a StoreError if it is a written one that was damaged", { timeout: 120_000 }, () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.oneof(fc.string(), fc.constantFrom('"', "[", "]", "1", ",", "-", "$", "{}")),
    );
    fc.assert(
      fc.property(recordable, fc.array(damage, { minLength: 1, maxLength: 3 }), (value, damages) => {
        let { text, blobs } = encode(value, "A value");
        for (const [where, length, put] of damages) {
          const at = where % (text.length + 1);
          text = text.slice(0, at) + put + text.slice(at + length);
        }
        readOrRefuse({ text, blobs });
      }),
      trials("damaged texts", 3000),
    );
  });

  it("is a value or a StoreError if its flat parts are mixed at random", { timeout: 120_000 }, () => {
    const reference = fc.integer({ min: -8, max: 14 });
    const word = fc.constantFrom("date", "url", "regexp", "error", "array", "object", "bytes", "view", "buffer", "instance", "Box", "Error", "Uint8Array", "buffer", "form", "__proto__", "length", "AAAA", "a", "g"); // biome-ignore format: one list
    const tagged = fc.tuple(
      fc.constantFrom("$", "Map", "Set", "null", "BigInt"),
      fc.array(reference, { maxLength: 4 }),
    );
    const part = fc.oneof(
      fc.array(reference, { maxLength: 6 }),
      tagged.map(([tag, rest]) => [tag, ...rest]),
      fc.dictionary(key, reference, { maxKeys: 3, noNullPrototype: true }),
      word,
      fc.integer({ min: -2, max: 10 }),
    );
    const root = fc.tuple(reference, reference);
    fc.assert(
      fc.property(root, fc.array(part, { minLength: 3, maxLength: 14 }), (first, rest) => {
        readOrRefuse({ text: `1v${JSON.stringify([first, ...rest])}`, blobs: [new Uint8Array(2)] });
      }),
      trials("mixed flat parts", 5000),
    );
  });
});
