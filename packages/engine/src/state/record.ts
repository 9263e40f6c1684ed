import { describeThrown } from "../errors/thrown.ts";
import { SerializationError } from "../errors/value-errors.ts";
import { hasNames, indexOrName } from "./array-keys.ts";
import { arrayWithHoles } from "./array-with-holes.ts";
import type { ClassRegistry } from "./class-registry.ts";
import { type InstanceCopier, instanceCopier } from "./instance-copies.ts";
import { isArrayPrototype, isPlainPrototype, kindOf } from "./kinds.ts";
import { Loops } from "./loops.ts";
import { copyNative, type PartCopier } from "./native-copies.ts";
import { setOwn } from "./set-own.ts";
import { freezeShared, isShared } from "./shared.ts";
import { pathOf, type Trail } from "./trail.ts";

/** Nested deeper than this a value is refused: it would overflow the stack of whoever walks it later. */
export const maximumDepth = 500;

/**
 * Records a value: a copy of its own, in which plain objects and arrays are frozen. Cycles and shared parts stay; what
 * is not enumerable is left out.
 *
 * @param what the value in words, for the message of the error
 * @param classes the classes whose instances can be recorded beside the language's own
 * @throws SerializationError with the path, for functions, promises, symbols and instances of other classes
 */
export function record<Value>(value: Value, what: string, classes: ClassRegistry | null = null): Value {
  if (isShared(value)) return value; // before anything is made for the copy
  return copyValue(value, copyToRecord(what, instanceCopier(classes))) as Value; // a copy has the type of its source
}

/** A recorded value for one reader: itself if it is frozen, else a copy, so that readers cannot disturb each other. */
export function share<Value>(recorded: Value): Value {
  return isShared(recorded) ? recorded : record(recorded, "A recorded value");
}

/** How a value is copied, and what is thrown if it cannot be. */
export interface CopyRules {
  readonly copyInstance: InstanceCopier;
  /** @param remedy null: whatever helps in general */
  readonly refusal: (path: string, problem: string, remedy: string | null) => Error;
  /** Copies what is shared too, and freezes nothing. */
  readonly isThawing?: true;
}

/** The rules for what is recorded, where instances of classes are copied so. */
export function copyToRecord(what: string, copyInstance: InstanceCopier): CopyRules {
  const usual = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
  const refusal: CopyRules["refusal"] = (path, problem, remedy) =>
    new SerializationError(what, path, problem, remedy ?? usual);
  return { copyInstance, refusal };
}

/** A copy by rules of one's own, frozen where it can be; what is shared is itself. */
export function copyValue(value: unknown, rules: CopyRules): unknown {
  return isKept(value, rules) ? value : new Recording(rules).record(value);
}

function isKept(value: unknown, rules: CopyRules): boolean {
  return isShared(value) && !(rules.isThawing && typeof value === "object" && value !== null);
}

class Recording {
  readonly #rules: CopyRules;
  /** Each source object with its copy: keeps cycles and shared parts, and copies each object once. */
  readonly #copies = new Map<object, object>();
  /** What was read last: where a getter or a proxy throws. */
  #at: Trail | null = null;

  #refused: Error | null = null;
  readonly #loops = new Loops();

  constructor(rules: CopyRules) {
    this.#rules = rules;
  }

  record(value: unknown): unknown {
    try {
      return this.#copy(value, null, 0);
    } catch (thrown) {
      if (thrown === this.#refused) throw thrown;
      throw this.#refusal(this.#at, `threw when it was read: ${describeThrown(thrown)}`);
    }
  }

  #copy(value: unknown, trail: Trail | null, depth: number): unknown {
    if (isKept(value, this.#rules)) return value;
    if (typeof value !== "object" || value === null) throw this.#refusal(trail, `is a ${typeof value}`);
    const known = this.#copies.get(value);
    if (known !== undefined) {
      if (!isShared(known)) this.#loops.meet(value); // what is shared is in no loop
      return known;
    }
    if (depth > maximumDepth) throw this.#refusal(trail, `is nested more than ${maximumDepth} levels deep`);
    this.#loops.enter(value);
    const copy = this.#copyWhole(value, trail, depth);
    this.#loops.leave();
    return copy;
  }

  #copyWhole(value: object, trail: Trail | null, depth: number): object {
    const prototype: unknown = Object.getPrototypeOf(value);
    const isArray = Array.isArray(value) && isArrayPrototype(prototype);
    if (!isArray && !isPlainPrototype(prototype)) return this.#copyOther(value, trail, depth);
    this.#refuseSymbols(value, trail);
    return isArray ? this.#copyArray(value, trail, depth) : this.#copyObject(value, trail, depth);
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
    return this.#freeze(copy, isFrozenThrough);
  }

  #copyArray(source: readonly unknown[], trail: Trail | null, depth: number): object {
    const keys = Object.keys(source);
    const copy = arrayWithHoles(source.length, keys.length);
    this.#copies.set(source, copy);
    // Indexes come before other keys, so these are all of them and nothing else.
    const isDense = keys.length === source.length && keys.at(-1) === lastIndexOf(source);
    // Those with names of their own among the indexes are copied for each reader: what is shared can be written as JSON.
    let isFrozenThrough = isDense || !hasNames(keys, source.length);
    for (let at = 0; at < keys.length; at++) {
      const key = isDense ? at : indexOrName(keys[at]!);
      const part = this.#property(source, key, trail, depth);
      setOwn(copy, key, part);
      isFrozenThrough &&= isShared(part);
    }
    return this.#freeze(copy, isFrozenThrough);
  }

  /** A part that leads back into its own parent is not known as shared yet, so cyclic values are copied for each reader. */
  #freeze(copy: object, isFrozenThrough: boolean): object {
    if (this.#rules.isThawing) return copy;
    return isFrozenThrough ? freezeShared(copy) : Object.freeze(copy);
  }

  #copyOther(source: object, trail: Trail | null, depth: number): object {
    const parts = this.#partsOf(source, trail, depth);
    const instance = this.#rules.copyInstance(source, parts);
    if (instance !== null) {
      this.#copies.set(source, instance);
      return instance;
    }
    this.#refuseSymbols(source, trail);
    const copy = copyNative(source, parts);
    if (copy === null) throw this.#refusal(trail, `is ${kindOf(source)}`);
    const added = ArrayBuffer.isView(source) || source instanceof Error ? undefined : Object.keys(source)[0];
    if (added === undefined) return copy;
    throw this.#refusal(trail, `is ${kindOf(source)} with a property of its own, ${JSON.stringify(added)}`);
  }

  #partsOf(source: object, trail: Trail | null, depth: number): PartCopier {
    return {
      keep: (original, made) => this.#copies.set(original, made),
      part: (part, key) => this.#copy(part, { parent: trail, key }, depth + 1),
      property: (holder, key) => this.#property(holder, key, trail, depth),
      form: (form) => {
        this.#copies.set(source, source); // never seen by anyone: whatever leads back to it is refused below
        const copy = this.#copy(form, { parent: trail, key: "encode()" }, depth + 1);
        if (!this.#loops.isLooped()) return copy;
        const remedy = "Leave what leads back out of what its encode gives.";
        throw this.#refusal(trail, "is an instance of a registered class and leads back to itself", remedy);
      },
      refusal: (problem, remedy) => this.#refusal(trail, problem, remedy),
    };
  }

  #refuseSymbols(value: object, trail: Trail | null): void {
    const symbol = Object.getOwnPropertySymbols(value)[0];
    if (symbol !== undefined) throw this.#refusal(trail, `has a property named by ${String(symbol)}`);
  }

  #property(source: object, key: string | number, trail: Trail | null, depth: number): unknown {
    this.#at = { parent: trail, key };
    return this.#copy((source as Record<string, unknown>)[key], this.#at, depth + 1);
  }

  #refusal(trail: Trail | null, problem: string, remedy: string | null = null): Error {
    this.#refused = this.#rules.refusal(pathOf(trail), problem, remedy);
    return this.#refused;
  }
}

function lastIndexOf(source: readonly unknown[]): string | undefined {
  return source.length === 0 ? undefined : String(source.length - 1);
}
