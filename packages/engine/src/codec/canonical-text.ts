import { SerializationError } from "../errors/value-errors.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import { copyValue } from "../state/record.ts";
import type { Aside } from "./aside.ts";
import { asideKindOf } from "./aside-kinds.ts";
import { toBase64 } from "./base64.ts";
import { copyToWrite } from "./copy-to-write.ts";
import { usualLimits } from "./limits.ts";

/**
 * A text that two values have in common only if they are equal: the order of the keys of objects does not count, that
 * of the entries of maps and sets does, since whoever goes through them sees it. Whether equal parts are one object
 * counts only in a value that leads back to itself.
 *
 * @returns null for what has no such text: live values, what cannot be recorded, and what takes more than 16 MiB
 */
export function canonicalText(value: unknown, classes: ClassRegistry | null): string | null {
  try {
    const copy = copyValue(value, copyToWrite("A value", classes, usualLimits).strict);
    return textOf(copy, false) ?? textOf(copy, true);
  } catch (error) {
    if (error instanceof SerializationError || error === isLive || error === isTooLarge) return null;
    throw error;
  }
}

/** Thrown at a live value: it is this object, and no text. */
const isLive = new Error("A live value has no text.");
/** Thrown before a text is made that is too long. */
const isTooLarge = new Error("A value is too large for a text.");
/** Thrown at a part that leads back to itself while parts are told apart by what they are. */
const isLooped = new Error("A value leads back to itself.");

/** Null for a value with loops, unless `byIdentity`. */
function textOf(value: unknown, byIdentity: boolean): string | null {
  try {
    return new CanonicalWriter(byIdentity).write(value);
  } catch (error) {
    if (error === isLooped) return null;
    throw error;
  }
}

/**
 * Lists the objects of a value, each with numbers in place of its parts. By what they are, equal objects have one
 * number, given when their parts have theirs; by identity every object has one, given when it is met.
 */
class CanonicalWriter {
  readonly #byIdentity: boolean;
  readonly #numbers = new Map<object, number>();
  readonly #numberOfShape = new Map<string, number>();
  readonly #open = new Set<object>();
  readonly #shapes: string[] = [];
  #size = 0;

  constructor(byIdentity: boolean) {
    this.#byIdentity = byIdentity;
  }

  write(value: unknown): string {
    const root = this.#token(value);
    return [...this.#shapes, root].join("\n");
  }

  /** No token and no shape has a line break in it: JSON escapes those of texts. */
  #token(part: unknown): string {
    if (typeof part === "string") this.#count(part.length);
    if (typeof part !== "object" || part === null) return scalarToken(part);
    const known = this.#numbers.get(part);
    if (known !== undefined) return `#${known}`;
    const number = this.#byIdentity ? this.#listed(part) : this.#interned(part);
    return `#${number}`;
  }

  #listed(part: object): number {
    const number = this.#shapes.push("") - 1;
    this.#numbers.set(part, number);
    this.#shapes[number] = this.#shapeOf(part);
    return number;
  }

  #interned(part: object): number {
    if (this.#open.has(part)) throw isLooped;
    this.#open.add(part);
    const shape = this.#shapeOf(part);
    this.#open.delete(part);
    const number = this.#numberOfShape.get(shape) ?? this.#shapes.push(shape) - 1;
    this.#numberOfShape.set(shape, number);
    this.#numbers.set(part, number);
    return number;
  }

  #shapeOf(part: object): string {
    const kind = asideKindOf(part);
    if (kind !== null)
      return this.#shapeOfAside(
        kind.name,
        kind.describe(part, (bytes) => this.#bytes(bytes)),
      );
    if (part instanceof Map) return `Map[${[...part].map((entry) => this.#list(entry)).join(";")}]`;
    if (part instanceof Set) return `Set[${this.#list([...part])}]`;
    if (!Array.isArray(part)) {
      const tag = Object.getPrototypeOf(part) === null ? "null" : "";
      return `${tag}{${this.#entries(Object.entries(part))}}`;
    }
    const entries = Object.entries(part);
    if (entries.length === part.length) return `[${this.#list(part)}]`;
    return `holes(${part.length}){${this.#entries(entries)}}`;
  }

  #shapeOfAside(name: string, { facts, parts }: Aside): string {
    if (name === "live") throw isLive;
    const last = facts.at(-1);
    const hidden = errorKinds.has(name) && typeof last === "number" ? last : 0; // they come first
    const written = [this.#entries(parts.slice(0, hidden)), this.#entries(parts.slice(hidden))];
    return `${name}(${facts.map(scalarToken).join(",")}){${written.join(";")}}`;
  }

  #bytes(bytes: Uint8Array): string {
    this.#count(bytes.byteLength);
    return toBase64(bytes);
  }

  /** Counts characters that the text will have at least. */
  #count(characters: number): void {
    this.#size += characters;
    if (this.#size > usualLimits.maximumSize) throw isTooLarge;
  }

  #list(parts: readonly unknown[]): string {
    this.#count(2 * parts.length);
    return parts.map((part) => this.#token(part)).join(",");
  }

  #entries(entries: readonly (readonly [key: string, part: unknown])[]): string {
    for (const [key] of entries) this.#count(key.length + 2);
    const sorted = [...entries].sort(([left], [right]) => (left < right ? -1 : 1)); // no key is there twice
    return sorted.map(([key, part]) => `${JSON.stringify(key)}:${this.#token(part)}`).join(",");
  }
}

/** Their last fact says how many of their parts are not enumerable. */
const errorKinds: ReadonlySet<string> = new Set(["error", "stepspan-error", "dom-exception"]);

function scalarToken(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value.toString(16)}n`; // decimals take quadratic time
  return Object.is(value, -0) ? "-0" : String(value);
}
