import { cutText } from "./clean-text.ts";

/** How much of a value is looked at: a deep or a large one costs no more than a small one. */
const deepest = 8;

/**
 * A value as text much like JSON, for people. Never throws, and does no more work than the length of the text asks for.
 *
 * @param longest in characters; what is longer ends with "…"
 */
export function valueText(value: unknown, longest: number): string {
  const writer = new ValueWriter(longest);
  try {
    writer.write(value, 0);
  } catch {
    writer.add("[a value that cannot be shown]");
  }
  return cutText(writer.text, longest);
}

class ValueWriter {
  text = "";
  readonly #longest: number;

  constructor(longest: number) {
    this.#longest = longest;
  }

  add(text: string): void {
    this.text += text;
  }

  write(value: unknown, depth: number): void {
    if (this.#isFull) return;
    if (typeof value === "string") return this.add(JSON.stringify(value.slice(0, this.#longest)));
    if (typeof value === "bigint") return this.add(`${value}n`);
    if (typeof value !== "object" || value === null) return this.add(String(value));
    if (depth >= deepest) return this.add("…");
    if (value instanceof Date) return this.add(Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString());
    if (value instanceof Error)
      return this.add(JSON.stringify(`${value.name}: ${value.message}`.slice(0, this.#longest)));
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.add(`[${value.byteLength} bytes]`);
    if (value instanceof Map) return this.#list("Map {", value, "}", depth, this.#entry);
    if (value instanceof Set) return this.#list("Set [", value, "]", depth, this.#item);
    if (Array.isArray(value)) return this.#list("[", value, "]", depth, this.#item);
    this.#object(value, depth);
  }

  get #isFull(): boolean {
    return this.text.length > this.#longest;
  }

  readonly #item = (item: unknown, depth: number): void => this.write(item, depth);

  readonly #entry = (entry: unknown, depth: number): void => {
    const [key, value] = entry as readonly [unknown, unknown]; // those of a map
    this.write(key, depth);
    this.add(": ");
    this.write(value, depth);
  };

  #object(value: object, depth: number): void {
    this.add("{");
    let isFirst = true;
    for (const key in value) {
      if (this.#isFull) return;
      if (!Object.hasOwn(value, key)) continue;
      this.add(`${isFirst ? "" : ", "}${JSON.stringify(key.slice(0, this.#longest))}: `);
      this.write((value as Readonly<Record<string, unknown>>)[key], depth + 1);
      isFirst = false;
    }
    this.add("}");
  }

  #list(
    open: string,
    items: Iterable<unknown>,
    close: string,
    depth: number,
    writeOne: (item: unknown, depth: number) => void,
  ): void {
    this.add(open);
    let isFirst = true;
    for (const item of items) {
      if (this.#isFull) return;
      if (!isFirst) this.add(", ");
      writeOne(item, depth + 1);
      isFirst = false;
    }
    this.add(close);
  }
}
