import { indexOrName } from "../state/array-keys.ts";
import { pathOf, type Trail } from "../state/trail.ts";
import { asideKindOf } from "./aside-kinds.ts";
import { toBase64 } from "./base64.ts";
import { type CodecLimits, deepest, largeRemedy, takesMoreThan } from "./limits.ts";

/** Smaller bytes stand in the text, where they cost less than beside it. */
const smallestBlob = 1024;

/** What has to be known of a value before devalue can write it. */
export interface Survey {
  /** The number, from 1, of each object that is written aside. */
  readonly numbers: ReadonlyMap<unknown, number>;
  /** By number: the name of the kind, the facts, then each key with its part. */
  readonly asides: readonly (readonly unknown[])[];
  readonly blobs: readonly Uint8Array[];
}

/** Makes the error for a value that is too deep or too large. */
export type Refusal = (path: string, problem: string, remedy: string | null) => Error;

/** Goes through a recorded value once. */
export function survey(recorded: unknown, limits: CodecLimits, refusal: Refusal): Survey {
  return new Surveyor(limits, refusal).survey(recorded);
}

class Surveyor {
  readonly #limits: CodecLimits;
  readonly #refusal: Refusal;
  readonly #seen = new Set<object>();
  readonly #texts = new Set<string>();
  readonly #numbers = new Map<unknown, number>();
  readonly #asides: unknown[][] = [];
  readonly #blobs: Uint8Array[] = [];
  #bytes = 0;
  #characters = 0;

  constructor(limits: CodecLimits, refusal: Refusal) {
    this.#limits = limits;
    this.#refusal = refusal;
  }

  survey(recorded: unknown): Survey {
    this.#visit(recorded, null, 0);
    return { numbers: this.#numbers, asides: this.#asides, blobs: this.#blobs };
  }

  #visit(part: unknown, trail: Trail | null, depth: number): void {
    if (typeof part === "string") this.#countText(part);
    if (typeof part !== "object" || part === null || this.#seen.has(part)) return;
    if (depth > deepest) {
      throw this.#refusal(pathOf(trail), `is nested more than ${deepest} levels deep`, null);
    }
    this.#seen.add(part);
    const { maximumObjects } = this.#limits;
    if (this.#seen.size > maximumObjects) {
      throw this.#refusal("", `holds more than ${maximumObjects} objects`, largeRemedy);
    }
    for (const [key, inner] of this.#partsOf(part)) {
      this.#count(2); // a digit and a comma
      this.#visit(inner, { parent: trail, key }, depth + 1);
    }
  }

  /** A text in many places is written once. */
  #countText(text: string): void {
    if (this.#texts.has(text)) return;
    this.#texts.add(text);
    this.#count(text.length);
  }

  /** Counts characters that the text will have at least, so that none is begun that cannot be finished. */
  #count(characters: number): void {
    this.#characters += characters;
    const { maximumSize } = this.#limits;
    if (this.#characters > maximumSize) throw this.#refusal("", takesMoreThan(maximumSize), largeRemedy);
  }

  #partsOf(part: object): Iterable<readonly [string | number, unknown]> {
    const kind = asideKindOf(part);
    if (kind !== null) {
      const { facts, parts } = kind.describe(part, (bytes, capacity) => this.#keepBytes(bytes, capacity));
      this.#asides.push([kind.name, facts, ...parts.flat()]);
      this.#numbers.set(part, this.#asides.length);
      return parts;
    }
    if (part instanceof Map) return partsOfMap(part);
    if (part instanceof Set) return Array.from(part, (value, index) => [index, value] as const);
    const entries = Object.entries(part);
    if (Array.isArray(part)) return entries.map(([key, inner]) => [indexOrName(key), inner] as const);
    for (const [key] of entries) this.#count(key.length);
    return entries;
  }

  #keepBytes(bytes: Uint8Array, capacity: number): string | number {
    this.#bytes += Math.max(bytes.byteLength, capacity);
    const { maximumSize } = this.#limits;
    if (this.#bytes > maximumSize) throw this.#refusal("", `holds more than ${maximumSize} bytes`, largeRemedy);
    if (bytes.byteLength < smallestBlob) return toBase64(bytes);
    this.#blobs.push(bytes);
    return this.#blobs.length - 1;
  }
}

function* partsOfMap(map: ReadonlyMap<unknown, unknown>): Generator<readonly [string | number, unknown]> {
  let index = 0;
  for (const [key, value] of map) {
    yield [index, key];
    yield [typeof key === "string" ? key : index, value];
    index++;
  }
}
