import { describe, expect, it } from "vitest";
import { StoreError } from "../errors/value-errors.ts";
import { fromJson, toJson } from "./encoded-value.ts";

const what = "The snapshot";
const damaged =
  "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";

describe("an encoded value", () => {
  it("is JSON with its bytes in base64", () => {
    const encoded = { text: "1j1", blobs: [Uint8Array.from([1, 2, 255]), new Uint8Array()] };
    expect(toJson(encoded)).toEqual({ text: "1j1", blobs: ["AQL/", ""] });
    expect(fromJson(JSON.parse(JSON.stringify(toJson(encoded))), what)).toEqual(encoded);
  });

  it.each([null, undefined, 1, "1j1", [], {}, { text: "1j1" }, { text: 1, blobs: [] }, { text: "1j1", blobs: {} }])(
    "is refused where it is something else: %j",
    (json) => {
      expect(() => fromJson(json, what)).toThrow(
        new StoreError(`The snapshot cannot be read back: it is not { text, blobs }. ${damaged}`),
      );
    },
  );

  it.each([[1], [null], ["AA"], ["!!!!"]])("is refused where its bytes are not base64: %j", (blob) => {
    expect(() => fromJson({ text: "1j1", blobs: ["AAAA", blob] }, what)).toThrow(
      new StoreError(`The snapshot cannot be read back: .blobs[1] is not base64. ${damaged}`),
    );
  });
});
