import { freezeShared, heightOf, isShared } from "./shared.ts";

/** Beyond this many levels a value is left to the copy that says where it is too deep. */
const deepest = 50;

/**
 * The frozen copy of what nearly every value is: plain objects and lists of primitive and of recorded values, each of
 * them there once. Null for anything else, which nobody has noticed anything of unless it has getters.
 */
export function plainCopy(value: unknown): object | null {
  try {
    return typeof value === "object" && value !== null ? new PlainCopy().copy(value, 0) : null;
  } catch {
    return null; // a getter that throws, or a proxy: it is said elsewhere where
  }
}

class PlainCopy {
  /** The parts so far; null while there are none. */
  #seen: Set<object> | null = null;

  copy(source: object, depth: number): object | null {
    if (Array.isArray(source)) return this.#copyList(source, depth);
    if (Object.getPrototypeOf(source) !== Object.prototype || hasSymbols(source)) return null;
    const copy: Record<string, unknown> = { ...source };
    let height = 0;
    for (const key in copy) {
      const part = copy[key];
      const copied = isShared(part) ? part : Object.hasOwn(copy, key) ? this.#copyPart(part, depth) : null;
      if (copied === null && part !== null) return null;
      if (copied !== part) copy[key] = copied;
      height = Math.max(height, 1 + heightOf(copied));
    }
    return depth + height > deepest ? null : freezeShared(copy, height);
  }

  #copyList(source: readonly unknown[], depth: number): object | null {
    if (Object.getPrototypeOf(source) !== Array.prototype || hasSymbols(source) || !isDense(source)) return null;
    const copy = source.slice();
    let height = 0;
    for (let at = 0; at < copy.length; at++) {
      const part = copy[at];
      const copied = isShared(part) ? part : this.#copyPart(part, depth);
      if (copied === null && part !== null) return null;
      if (copied !== part) copy[at] = copied;
      height = Math.max(height, 1 + heightOf(copied));
    }
    return depth + height > deepest ? null : freezeShared(copy, height);
  }

  /** Null for a part that is no plain object, or that is there twice. */
  #copyPart(part: unknown, depth: number): object | null {
    if (typeof part !== "object" || part === null || depth === deepest) return null;
    this.#seen ??= new Set();
    if (this.#seen.has(part)) return null;
    this.#seen.add(part);
    return this.copy(part, depth + 1);
  }
}

function hasSymbols(source: object): boolean {
  return Object.getOwnPropertySymbols(source).length > 0;
}

/** Whether it has all of its indexes and no key besides: these come before others. */
function isDense(source: readonly unknown[]): boolean {
  const keys = Object.keys(source);
  return keys.length === source.length && (keys.length === 0 || keys[keys.length - 1] === String(keys.length - 1));
}
