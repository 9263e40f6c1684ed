import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

describe("base64", () => {
  it.each([0, 1, 2, 3, 4, 0x5fff, 0x6000, 0x6001, 0x6002, 100_000])("is that of Node, for %i bytes", (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
    const text = toBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString("base64"));
    expect(fromBase64(text)).toEqual(bytes);
  });

  it.each(["A", "AA", "AAA", "AAAAA", "A===", "AA=A", "=AAA", "A A=", "AAA\n", "AA-_", "ÄÄÄÄ", "AAAA====", "AA==AAAA"])(
    "is refused where it is malformed: %j",
    (text) => {
      expect(fromBase64(text)).toBe(null);
    },
  );
});
