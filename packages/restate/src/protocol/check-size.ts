import { type Codec, toJson } from "@stepspan/engine";
import { tooLarge } from "./wire.ts";

/** Characters up to which a value need not be written to know that it is not too large. */
const shortText = 4 * 2 ** 20;
/** Bytes; beside it an event has other fields. */
const longestValue = 24 * 2 ** 20;

/**
 * Holds a value that is to be recorded against what Restate takes.
 *
 * @throws SerializationError for what cannot be recorded, and for what is too large
 */
export function checkSize(value: unknown, what: string, codec: Codec): void {
  if (isShort(value, shortText)) return;
  const { text, blobs } = toJson(codec.encode(value, what));
  const ofBlobs = blobs.reduce((sum, blob) => sum + blob.length, 0);
  if (text.length + ofBlobs <= shortText) return;
  const bytes = new TextEncoder().encode(JSON.stringify(text)).length + ofBlobs;
  if (bytes > longestValue) throw tooLarge(what, bytes, longestValue);
}

const deepest = 50;
/** The most that one sign takes as JSON, and a number, in characters. */
const [ofSign, ofNumber] = [6, 25];

/** Whether the text of a recorded value surely has no more characters; looks at no more of it than that takes. */
export function isShort(value: unknown, most: number): boolean {
  return roomBeside(value, most, 0) >= 0;
}

/** What is left of so many characters once a value is written; less than 0 if it may take more, or is not of JSON. */
function roomBeside(value: unknown, room: number, depth: number): number {
  if (typeof value === "string") return room - 2 - ofSign * value.length;
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? -1 : room - ofNumber;
  const isList = Array.isArray(value);
  if (depth > deepest || (!isList && Object.getPrototypeOf(value) !== Object.prototype)) return -1;
  if (isList && value.length * ofNumber > room) return -1; // before its keys are listed
  let left = room - ofNumber;
  for (const key of Object.keys(value)) {
    if (left < 0) return left;
    left = roomBeside((value as Record<string, unknown>)[key], left - 4 - ofSign * key.length, depth + 1);
  }
  return left;
}
