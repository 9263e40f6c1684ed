import { createCodec } from "@stepspan/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSize, isShort } from "./check-size.ts";

const codec = createCodec();
const mebibyte = 2 ** 20;

describe("what is short for sure", () => {
  it("is no longer than that once the codec has written it", () => {
    const texts = fc.string({ unit: fc.constantFrom("\u0001", '"', "a", "€"), maxLength: 200 });
    const kinds = { withMap: true, withDate: true, withBigInt: true, withSparseArray: true };
    const values = fc.oneof(texts, fc.array(fc.double()), fc.dictionary(texts, texts), fc.anything(kinds));
    fc.assert(
      fc.property(values, (value) => {
        const { length } = codec.encode(value, "It").text;
        expect(isShort(value, length - 1 - 20)).toBe(false); // the codec's own signs are up to 20
      }),
    );
  });

  it("is what small plain values are, so that they are not written to be measured", () => {
    for (const value of [1, "text", null, undefined, [], {}, { a: [{ b: "c" }, true] }]) {
      expect(isShort(value, 1000)).toBe(true);
    }
  });
});

describe("a value that is to be recorded", () => {
  const tooLarge =
    /^The value cannot be recorded: it has \d+ bytes in a message, of at most 25165824\. Keep what is large in a file or a database, and pass on where it is\.$/;

  it("may have megabytes, of whatever kind", () => {
    for (const value of ["x".repeat(15 * mebibyte), Array(mebibyte).fill(1), new Map([["a", "x".repeat(mebibyte)]])]) {
      checkSize(value, "The value", codec);
    }
  });

  it("may not have more bytes than fit, however they are spread", () => {
    const part = "€".repeat(mebibyte);
    for (const value of ["€".repeat(12 * mebibyte), Array(12).fill(part), { a: { b: Array(12).fill(part) } }]) {
      const plain = JSON.parse(JSON.stringify(value)) as unknown; // a text that is shared is written once otherwise
      expect(() => checkSize(plain, "The value", codec)).toThrow(tooLarge);
    }
  });
});
