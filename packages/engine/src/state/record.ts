import { describeThrown } from "../errors/thrown.ts";
import { SerializationError } from "../errors/value-errors.ts";
import { valuePath } from "../errors/value-path.ts";
import { isArrayPrototype, isPlainPrototype, kindOf } from "./kinds.ts";
import { copyNative } from "./native-copies.ts";

/** Nested deeper than this a value is refused: it would overflow the stack of whoever walks it later. */
export const maximumDepth = 500;

/** Records that are frozen through and through: shared by all readers, and recorded again at no cost. */
const shared = new WeakSet<object>();

/**
 * Records a value: a copy of its own, in which plain objects and arrays are frozen. Cycles and shared parts stay; what
 * is not enumerable is left out.
 *
 * @param what the value in words, for the message of the error
 * @throws SerializationError with the path, for functions, promises, symbols and instances of classes
 */
export function record<Value>(value: Value, what: string): Value {
  return isShared(value) ? value : (new Recording(what).record(value) as Value); // a copy has the type of its source
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
  /** What was read last: where a getter or a proxy throws. */
  #at: Trail | null = null;

  constructor(what: string) {
    this.#what = what;
  }

  record(value: unknown): unknown {
    try {
      return this.#copy(value, null, 0);
    } catch (thrown) {
      if (thrown instanceof SerializationError) throw thrown;
      throw this.#refusal(this.#at, `threw when it was read: ${describeThrown(thrown)}`);
    }
  }

  #copy(value: unknown, trail: Trail | null, depth: number): unknown {
    if (isShared(value)) return value;
    if (typeof value !== "object" || value === null) throw this.#refusal(trail, `is a ${typeof value}`);
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    if (depth > maximumDepth) throw this.#refusal(trail, `is nested more than ${maximumDepth} levels deep`);
    const prototype: unknown = Object.getPrototypeOf(value);
    const symbol = Object.getOwnPropertySymbols(value)[0];
    if (symbol !== undefined) throw this.#refusal(trail, `has a property named by ${String(symbol)}`);
    if (Array.isArray(value) && isArrayPrototype(prototype)) return this.#copyArray(value, trail, depth);
    if (isPlainPrototype(prototype)) return this.#copyObject(value, trail, depth);
    return this.#copyNative(value, trail, depth);
  }

  #copyObject(source: object, trail: Trail | null, depth: number): object {
    const copy: object = Object.getPrototypeOf(source) === null ? Object.create(null) : {};
    this.#copies.set(source, copy);
    let isFrozenThrough = true;
    for (const key of Object.keys(source)) {
      const part = this.#property(source, key, trail, depth);
      setOwn(copy, key, part);
      isFrozenThrough &&= isShared(part);
    }
    return freeze(copy, isFrozenThrough);
  }

  #copyArray(source: readonly unknown[], trail: Trail | null, depth: number): object {
    const copy: unknown[] = new Array(source.length);
    this.#copies.set(source, copy);
    const keys = Object.keys(source);
    // Indexes come before other keys, so these are all of them and nothing else.
    const isDense = keys.length === source.length && keys.at(-1) === lastIndexOf(source);
    let isFrozenThrough = true;
    for (let at = 0; at < keys.length; at++) {
      const key = isDense ? at : indexOrName(keys[at]!);
      const part = this.#property(source, key, trail, depth);
      setOwn(copy, key, part);
      isFrozenThrough &&= isShared(part);
    }
    return freeze(copy, isFrozenThrough);
  }

  #copyNative(source: object, trail: Trail | null, depth: number): object {
    const copy = copyNative(source, {
      keep: (original, made) => this.#copies.set(original, made),
      part: (part, key) => this.#copy(part, { parent: trail, key }, depth + 1),
      property: (holder, key) => this.#property(holder, key, trail, depth),
    });
    if (copy === null) throw this.#refusal(trail, `is ${kindOf(source)}`);
    const added = ArrayBuffer.isView(source) || source instanceof Error ? undefined : Object.keys(source)[0];
    if (added === undefined) return copy;
    throw this.#refusal(trail, `is ${kindOf(source)} with a property of its own, ${JSON.stringify(added)}`);
  }

  #property(source: object, key: string | number, trail: Trail | null, depth: number): unknown {
    this.#at = { parent: trail, key };
    return this.#copy((source as Record<string, unknown>)[key], this.#at, depth + 1);
  }

  #refusal(trail: Trail | null, problem: string): SerializationError {
    const keys: (string | number)[] = [];
    for (let at = trail; at !== null; at = at.parent) keys.push(at.key);
    const remedy = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
    return new SerializationError(this.#what, valuePath(keys.reverse()), problem, remedy);
  }
}

/** A part that leads back into its own parent is not known as shared yet, so cyclic values are copied for each reader. */
function freeze(copy: object, isFrozenThrough: boolean): object {
  if (isFrozenThrough) shared.add(copy);
  return Object.freeze(copy);
}

/** Sets a property of any name: setting `__proto__` like others would change the prototype. */
function setOwn(copy: object, key: string | number, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(copy, key, { value, enumerable: true });
  else (copy as Record<string, unknown>)[key] = value;
}

function lastIndexOf(source: readonly unknown[]): string | undefined {
  return source.length === 0 ? undefined : String(source.length - 1);
}

function indexOrName(key: string): string | number {
  return /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key;
}
