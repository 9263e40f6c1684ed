import type { Serde } from "@restatedev/restate-sdk";
import { type Codec, fromJson, SerializationError, toJson } from "@stepspan/engine";

/** Restate takes 32 MiB in one message; what it adds itself has room beside this. */
const longestMessage = 30 * 2 ** 20;

/**
 * How messages of a kind go over the wire: whatever the codec can write, as text. One that is too large for Restate is
 * refused with a SerializationError.
 */
export function wireOf<Message>(codec: Codec, what: string): Serde<Message> {
  return {
    contentType: "application/json",
    serialize: (message) =>
      checked(new TextEncoder().encode(JSON.stringify(toJson(codec.encode(message, what)))), what),
    deserialize: (bytes) => codec.decode(fromJson(JSON.parse(new TextDecoder().decode(bytes)), what), what) as Message, // the same wire wrote it
  };
}

function checked(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length > longestMessage) throw tooLarge(what, bytes.length, longestMessage);
  return bytes;
}

/** The longest text of which it need not be looked how many bytes it has as a part of a message. */
const shortText = 4 * 2 ** 20;
/** Beside it an event has other fields. */
const longestValue = 24 * 2 ** 20;

/**
 * Holds a value that is to be recorded against what Restate takes.
 *
 * @throws SerializationError for what cannot be recorded, and for what is too large
 */
export function checkSize(value: unknown, what: string, codec: Codec): void {
  const { text, blobs } = toJson(codec.encode(value, what));
  const ofBlobs = blobs.reduce((sum, blob) => sum + blob.length, 0);
  if (text.length + ofBlobs <= shortText) return;
  const bytes = new TextEncoder().encode(JSON.stringify(text)).length + ofBlobs;
  if (bytes > longestValue) throw tooLarge(what, bytes, longestValue);
}

function tooLarge(what: string, bytes: number, most: number): SerializationError {
  const remedy = "Keep what is large in a file or a database, and pass on where it is.";
  return new SerializationError(what, "", `has ${bytes} bytes in a message, of at most ${most}`, remedy);
}
