import { fromBase64, toBase64 } from "./base64.ts";
import { unreadable } from "./unreadable.ts";

/** A value written down: a text, and its larger bytes beside it, which a store can keep as they are. */
export interface EncodedValue {
  readonly text: string;
  readonly blobs: readonly Uint8Array[];
}

/** The same as plain JSON; the bytes are in base64. */
export interface EncodedJson {
  readonly text: string;
  readonly blobs: readonly string[];
}

/** An encoded value as a part of a JSON document. */
export function toJson({ text, blobs }: EncodedValue): EncodedJson {
  return { text, blobs: blobs.map(toBase64) };
}

/**
 * The encoded value in a part of a JSON document.
 *
 * @param what the value in words, for the message of the error
 * @throws StoreError if it is nothing that `toJson` gives
 */
export function fromJson(json: unknown, what: string): EncodedValue {
  const { text, blobs }: { text?: unknown; blobs?: unknown } = json ?? {};
  if (typeof text !== "string" || !Array.isArray(blobs)) throw unreadable(what, "", "is not { text, blobs }");
  return { text, blobs: blobs.map((blob, index) => bytesOf(blob, index, what)) };
}

function bytesOf(blob: unknown, index: number, what: string): Uint8Array {
  const bytes = typeof blob === "string" ? fromBase64(blob) : null;
  if (bytes === null) throw unreadable(what, `.blobs[${index}]`, "is not base64");
  return bytes;
}
