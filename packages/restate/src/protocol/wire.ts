import type { Serde } from "@restatedev/restate-sdk";
import { type Codec, fromJson, SerializationError, StoreError, toJson } from "@stepspan/engine";

/** Restate takes 32 MiB in one message; what it adds itself has room beside this. */
const longestMessage = 30 * 2 ** 20;

/** A message in its two parts: what is ours, as plain JSON, and what can be anybody's value, which the codec writes. */
export interface Parts {
  readonly head: unknown;
  /** Undefined ones are left out. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** How messages of a kind are taken apart and put together. */
export interface Form<Message> {
  split(message: Message): Parts;
  join(parts: { readonly head: never; readonly values: Readonly<Record<string, never>> }): Message;
}

/** The first line of a message: the head, and for each value its name and of how many lines it is. */
type Opening = readonly [head: unknown, ...values: (readonly [name: string, lines: number])[]];

/**
 * How messages of a kind go over the wire: whatever the codec can write, as lines of text. One that is too large for
 * Restate is refused with a SerializationError.
 */
export function wireOf<Message>(codec: Codec, what: string, form: Form<Message>): Serde<Message> {
  return {
    contentType: "application/json",
    serialize: (message) => checked(new TextEncoder().encode(written(form.split(message), codec, what)), what),
    deserialize: (bytes) => form.join(read(new TextDecoder().decode(bytes), codec, what) as never), // the same form made them
  };
}

function written({ head, values }: Parts, codec: Codec, what: string): string {
  const opening: [unknown, ...(readonly [string, number])[]] = [head];
  const lines = [""];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const { text, blobs } = toJson(codec.encode(value, what));
    lines.push(text, ...blobs); // neither JSON nor base64 has ends of lines
    opening.push([name, 1 + blobs.length]);
  }
  lines[0] = JSON.stringify(opening);
  return lines.join("\n");
}

function read(message: string, codec: Codec, what: string): Parts {
  const lines = message.split("\n");
  const [head, ...parts] = openingOf(lines[0]!, what); // a text has a first line
  const values: Record<string, unknown> = {};
  let at = 1;
  for (const [name, count] of parts) {
    const [text, ...blobs] = lines.slice(at, at + count);
    values[name] = codec.decode(fromJson({ text, blobs }, what), what);
    at += count;
  }
  return { head, values };
}

function openingOf(line: string, what: string): Opening {
  try {
    const opening: unknown = JSON.parse(line);
    if (Array.isArray(opening) && opening.slice(1).every(Array.isArray)) return opening as unknown as Opening; // the same wire wrote it
  } catch {
    // told as below
  }
  throw new StoreError(
    `${what} cannot be read: it does not begin as such messages do. Run the same release of Stepspan wherever workflows and steps are served, and where runs are started.`,
  );
}

function checked(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length > longestMessage) throw tooLarge(what, bytes.length, longestMessage);
  return bytes;
}

export function tooLarge(what: string, bytes: number, most: number): SerializationError {
  const remedy = "Keep what is large in a file or a database, and pass on where it is.";
  return new SerializationError(what, "", `has ${bytes} bytes in a message, of at most ${most}`, remedy);
}
