import { SerializationError } from "../errors/value-errors.ts";
import { copyNative } from "./native-copies.ts";

/** Nested deeper than this a value is refused: it would overflow the stack of whoever walks it later. */
export const maximumDepth = 500;

/** Records that are frozen through and through: shared by all readers, and recorded again at no cost. */
const shared = new WeakSet<object>();

/**
 * Records a value: a copy of its own, in which plain objects and arrays are frozen. Cycles and shared parts stay.
 *
 * @param what the value in words, for the message of the error
 * @throws SerializationError with the path, for functions, promises, symbols and instances of classes
 */
export function record<Value>(value: Value, what: string): Value {
  return isShared(value) ? value : (new Recording(what).copy(value, null, 0) as Value); // a copy has the type of its source
}

/** A recorded value for one reader: itself if it is frozen, else a copy, so that readers cannot disturb each other. */
export function share<Value>(recorded: Value): Value {
  return isShared(recorded) ? recorded : record(recorded, "A recorded value");
}

function isShared(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "object") return shared.has(value);
  return typeof value !== "function" && typeof value !== "symbol";
}

/** The way from the root to a part, kept as a list so that paths are only written out for an error. */
interface Trail {
  readonly parent: Trail | null;
  readonly key: string | number;
}

class Recording {
  readonly #what: string;
  /** Each source object with its copy: keeps cycles and shared parts, and copies each object once. */
  readonly #copies = new Map<object, object>();

  constructor(what: string) {
    this.#what = what;
  }

  copy(value: unknown, trail: Trail | null, depth: number): unknown {
    if (isShared(value)) return value;
    if (typeof value !== "object" || value === null) {
      throw this.#refusal(trail, `is ${value === null ? "null" : `a ${typeof value}`}`);
    }
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    if (depth > maximumDepth) throw this.#refusal(trail, `is nested more than ${maximumDepth} levels deep`);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (isPlain(prototype)) return this.#copyObject(value, trail, depth);
    if (Array.isArray(value) && prototype === Array.prototype) return this.#copyArray(value, trail, depth);
    const copy = copyNative(value, {
      keep: (source, made) => this.#copies.set(source, made),
      part: (part, key) => this.copy(part, { parent: trail, key }, depth + 1),
    });
    if (copy === null) throw this.#refusal(trail, `is ${kindOf(value)}`);
    return copy;
  }

  #copyObject(source: object, trail: Trail | null, depth: number): object {
    const copy: Record<string, unknown> = Object.getPrototypeOf(source) === null ? Object.create(null) : {};
    this.#copies.set(source, copy);
    const symbol = Object.getOwnPropertySymbols(source)[0];
    if (symbol !== undefined) throw this.#refusal(trail, `has a property named by ${String(symbol)}`);
    let isFrozenThrough = true;
    for (const key of Object.keys(source)) {
      const part = this.copy((source as Record<string, unknown>)[key], { parent: trail, key }, depth + 1);
      if (key === "__proto__") Object.defineProperty(copy, key, { value: part, enumerable: true });
      else copy[key] = part;
      isFrozenThrough &&= isShared(part);
    }
    return this.#freeze(copy, isFrozenThrough);
  }

  #copyArray(source: readonly unknown[], trail: Trail | null, depth: number): object {
    const copy: unknown[] = new Array(source.length);
    this.#copies.set(source, copy);
    let isFrozenThrough = true;
    for (let index = 0; index < source.length; index++) {
      if (!(index in source)) continue;
      copy[index] = this.copy(source[index], { parent: trail, key: index }, depth + 1);
      isFrozenThrough &&= isShared(copy[index]);
    }
    return this.#freeze(copy, isFrozenThrough);
  }

  /** A part that leads back into its own parent is not known as shared yet, so cyclic values are copied for each reader. */
  #freeze(copy: object, isFrozenThrough: boolean): object {
    if (isFrozenThrough) shared.add(copy);
    return Object.freeze(copy);
  }

  #refusal(trail: Trail | null, problem: string): SerializationError {
    const remedy = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
    return new SerializationError(this.#what, pathOf(trail), problem, remedy);
  }
}

/** The prototype of plain objects, that of another realm included. */
function isPlain(prototype: unknown): boolean {
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
}

function pathOf(trail: Trail | null): string {
  const keys: string[] = [];
  for (let at = trail; at !== null; at = at.parent) {
    keys.push(typeof at.key === "number" ? `[${at.key}]` : `.${at.key}`);
  }
  return keys.reverse().join("");
}

function kindOf(value: object): string {
  if (value instanceof Promise) return "a promise";
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an object with a prototype of its own";
}
