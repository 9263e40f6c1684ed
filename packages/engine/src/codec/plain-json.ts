import { isShared } from "../state/shared.ts";
import { type CodecLimits, deepest } from "./limits.ts";

/**
 * Whether JSON gives a recorded value back exactly as it is: no part of it is lost, changed or in two places. What is
 * shared between readers is a tree of plain objects and of arrays without names; the rest is looked at here.
 */
export function isPlainJson(recorded: unknown, limits: CodecLimits): boolean {
  return isShared(recorded) && new PlainCheck(limits).isPlain(recorded, 0);
}

class PlainCheck {
  readonly #limits: CodecLimits;
  readonly #seen = new Set<object>();
  #characters = 0;

  constructor(limits: CodecLimits) {
    this.#limits = limits;
  }

  isPlain(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case "string":
        return this.#takes(value.length);
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0);
      case "boolean":
        return true;
      case "object":
        return value === null || this.#isPlainObject(value, depth);
      default:
        return false;
    }
  }

  #isPlainObject(value: object, depth: number): boolean {
    if (depth > deepest || this.#seen.has(value)) return false;
    this.#seen.add(value);
    if (this.#seen.size > this.#limits.maximumObjects) return false;
    if (Array.isArray(value)) {
      if (!this.#takes(2 * value.length)) return false;
      for (let index = 0; index < value.length; index++) if (!this.isPlain(value[index], depth + 1)) return false;
      return true; // a hole reads as undefined, which is not plain
    }
    if (Object.getPrototypeOf(value) === null) return false;
    for (const key of Object.keys(value)) {
      if (!this.#takes(2 + key.length) || !this.isPlain((value as Record<string, unknown>)[key], depth + 1))
        return false;
    }
    return true;
  }

  /** Counts characters that the text will have at least; false if they are too many already. */
  #takes(characters: number): boolean {
    this.#characters += characters;
    return this.#characters <= this.#limits.maximumSize;
  }
}
