import { createBareDomException, factsOfDomException } from "../state/error-copies.ts";
import { createBareError, errorClassOf, keysOfError, setOnError } from "../state/error-parts.ts";
import { createBareFamilyError, familyClassOf, mendFamilyError } from "../state/family-errors.ts";
import { labelOf } from "../state/label-of.ts";
import { writeValue } from "./format.ts";
import type { CodecLimits } from "./limits.ts";

/** So many errors, each the cause of the one before, with so many properties each, are kept of what is too large. */
const mostErrors = 4;
const mostProperties = 30;
/** Each part that is kept has at most this share of the limits, so that all of them together stay within. */
const share = 1 / 256;

/** What can be kept of something thrown that is too large to be written: errors, with their smaller properties. */
export function shortened(copy: unknown, limits: CodecLimits): unknown {
  return new Shortening(limits).shorten(copy, mostErrors);
}

class Shortening {
  readonly #limits: CodecLimits;

  constructor({ maximumSize, maximumObjects }: CodecLimits) {
    this.#limits = { maximumSize: maximumSize * share, maximumObjects: Math.max(1, maximumObjects * share) };
  }

  shorten(part: unknown, errorsLeft: number): unknown {
    if (typeof part === "string") return this.#cut(part);
    if (this.#isSmall(part)) return part;
    if (Array.isArray(part)) return Object.freeze([]);
    if (part instanceof Error) return errorsLeft > 0 ? this.#shortenError(part, errorsLeft - 1) : labelOf(part);
    if (Object.getPrototypeOf(part) !== Object.prototype) return labelOf(part);
    const entries = Object.entries(part as object).slice(0, mostProperties); // it is no scalar, which would be small
    return Object.freeze(Object.fromEntries(entries.map(([key, inner]) => [key, this.#smallOrLabel(inner)])));
  }

  #shortenError(error: Error, errorsLeft: number): Error {
    const made = this.#bareLike(error);
    const { hidden, shown } = keysOfError(error);
    for (const key of hidden) setOnError(made, key, this.shorten(Reflect.get(error, key), errorsLeft), false);
    for (const key of shown.slice(0, mostProperties)) {
      if (key.length <= 100) setOnError(made, key, this.shorten(Reflect.get(error, key), errorsLeft), true);
    }
    mendFamilyError(made);
    return made;
  }

  /** What is shortened is a copy already, so its class is known. */
  #bareLike(error: Error): Error {
    if (error instanceof DOMException) {
      const { name, message } = factsOfDomException(error);
      return createBareDomException(this.#cut(name), this.#cut(message));
    }
    const familyClass = familyClassOf(error);
    return (
      familyClass === null ? createBareError(errorClassOf(error) ?? "Error") : createBareFamilyError(familyClass)
    )!;
  }

  #smallOrLabel(part: unknown): unknown {
    if (typeof part === "string") return this.#cut(part);
    return this.#isSmall(part) ? part : labelOf(part);
  }

  #cut(text: string): string {
    const most = Math.floor(this.#limits.maximumSize);
    return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
  }

  #isSmall(part: unknown): boolean {
    try {
      writeValue(part, this.#limits, () => new RangeError("too large"));
      return true;
    } catch {
      return false;
    }
  }
}
