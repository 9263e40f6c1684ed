import { type Codec, decodeEvents, type EncodedValue, encodeEvents, type RunEvent, StoreError } from "@stepspan/engine";

/** An event as it is kept: its JSON, and the larger bytes of its values beside it. */
export interface StoredEvent {
  readonly json: string;
  readonly blobs: readonly Uint8Array[];
}

/** Begins the text of a value whose bytes are beside the event; the texts of the codec begin with a digit. */
const reference = /^b(\d{1,15}):(\d{1,9})\+(\d{1,9}):/;

/** @throws SerializationError for a value that is too large */
export function encodeStored(events: readonly RunEvent[], codec: Codec): readonly StoredEvent[] {
  let sequence = 0;
  let blobs: Uint8Array[] = [];
  const keep = (encoded: EncodedValue): EncodedValue => {
    if (encoded.blobs.length === 0) return encoded;
    const first = blobs.length;
    blobs.push(...encoded.blobs);
    return { text: `b${sequence}:${first}+${encoded.blobs.length}:${encoded.text}`, blobs: [] };
  };
  const keeping: Codec = {
    encode: (value, what) => keep(codec.encode(value, what)),
    encodeThrown: (thrown, what) => keep(codec.encodeThrown(thrown, what)),
    decode: codec.decode,
  };
  return events.map((event) => {
    sequence = event.sequence;
    blobs = [];
    const [json] = encodeEvents([event], keeping);
    return { json: JSON.stringify(json), blobs };
  });
}

/**
 * @param position how many events of the run come before these
 * @throws StoreError for what `encodeStored` did not write
 */
export function decodeStored(stored: readonly StoredEvent[], codec: Codec, position: number): readonly RunEvent[] {
  const restore = ({ text, blobs }: EncodedValue, what: string): EncodedValue => {
    const found = reference.exec(text);
    if (found === null) return { text, blobs };
    const [sequence, first, count] = found.slice(1).map(Number) as [number, number, number]; // three groups of digits
    const own = stored[sequence - position - 1]?.blobs.slice(first, first + count) ?? [];
    if (own.length === count) return { text: text.slice(found[0].length), blobs: own };
    throw new StoreError(
      `${what} cannot be read back: bytes that belong to it are missing. Restore the file from a backup.`,
    );
  };
  const reading: Codec = { ...codec, decode: (encoded, what) => codec.decode(restore(encoded, what), what) };
  return decodeEvents(stored.map(({ json }) => JSON.parse(json) as unknown), reading, position); // biome-ignore format: one line
}
