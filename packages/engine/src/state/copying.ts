import { describeThrown } from "../errors/thrown.ts";
import { hasNames, indexOrName } from "./array-keys.ts";
import { arrayWithHoles } from "./array-with-holes.ts";
import type { InstanceCopier } from "./instance-copies.ts";
import { isKept } from "./kept.ts";
import { isArrayPrototype, isPlainPrototype, kindOf } from "./kinds.ts";
import { Loops } from "./loops.ts";
import { copyNative, type PartCopier } from "./native-copies.ts";
import { setOwn } from "./set-own.ts";
import { freezeShared, heightOf, isShared } from "./shared.ts";
import { encodedKey, pathOf, type Trail, trailDown } from "./trail.ts";

/** How a value is copied, and what comes of what cannot be. */
export interface CopyRules {
  readonly copyInstance: InstanceCopier;
  /** Levels of objects below the value itself. */
  readonly maximumDepth: number;
  /** How many objects are copied, each counted once. Default: no limit. */
  readonly maximumObjects?: number;
  /** @param remedy null: whatever helps in general */
  readonly refusal: (path: string, problem: string, remedy: string | null) => Error;
  /** Stands in for a part that cannot be copied, or whose reading threw; without it the whole is refused. */
  readonly replacement?: (part: unknown, thrown: unknown) => unknown;
  /** Copies what is shared too, and freezes nothing. */
  readonly isThawing?: true;
  /** What is copied in the place of a part, and of the whole. Default: the part itself. */
  readonly instead?: (part: unknown, trail: Trail | null) => unknown;
  /** Whether an object is copied though it is shared. Default: none is. */
  readonly opensShared?: (shared: object) => boolean;
}

/** Copies values that can have parts in common: what it copied once it gives again. */
export class Copying {
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

  /** @param depth how deep the value lies in what the copy is made for */
  copy(value: unknown, depth = 0): unknown {
    try {
      return this.#copy(value, null, depth);
    } catch (thrown) {
      if (thrown === this.#refused) throw thrown;
      throw this.#refusal(this.#at, `threw when it was read: ${describeThrown(thrown)}`);
    }
  }

  #copy(given: unknown, trail: Trail | null, depth: number): unknown {
    const { replacement, instead } = this.#rules;
    const value = instead === undefined ? given : instead(given, trail);
    if (replacement === undefined) return this.#copyPart(value, trail, depth);
    try {
      return this.#copyPart(value, trail, depth);
    } catch (thrown) {
      this.#copies.delete(value as object); // its copy was never finished; what is no object has none
      return replacement(value, thrown);
    }
  }

  #copyPart(value: unknown, trail: Trail | null, depth: number): unknown {
    if (isShared(value) && !this.#opens(value)) return this.#sharedAt(value, trail, depth);
    if (typeof value !== "object" || value === null) throw this.#refusal(trail, `is a ${typeof value}`);
    const known = this.#copies.get(value);
    if (known !== undefined) {
      if (isShared(known)) return this.#sharedAt(known, trail, depth); // is in no loop
      this.#loops.meet(value);
      return known;
    }
    if (depth > this.#rules.maximumDepth) throw this.#tooDeep(trail);
    const { maximumObjects = Infinity } = this.#rules;
    if (this.#copies.size >= maximumObjects) throw this.#refusal(trail, `is more than ${maximumObjects} objects`);
    this.#loops.enter(value);
    try {
      return this.#copyWhole(value, trail, depth);
    } finally {
      this.#loops.leave();
    }
  }

  /** Levels that were counted before count here too: the whole is written and walked as one. */
  #sharedAt(shared: unknown, trail: Trail | null, depth: number): unknown {
    if (depth + heightOf(shared) > this.#rules.maximumDepth) {
      throw this.#tooDeep(trailDown(shared, trail, this.#rules.maximumDepth + 1 - depth));
    }
    return shared;
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
    let height = 0;
    for (const key of Object.keys(source)) {
      const part = this.#property(source, key, trail, depth);
      setOwn(copy, key, part);
      isFrozenThrough &&= isShared(part);
      height = Math.max(height, 1 + heightOf(part));
    }
    return this.#freeze(copy, isFrozenThrough, height);
  }

  #copyArray(source: readonly unknown[], trail: Trail | null, depth: number): object {
    const keys = Object.keys(source);
    const copy = arrayWithHoles(source.length, keys.length);
    this.#copies.set(source, copy);
    // Indexes come before other keys, so these are all of them and nothing else.
    const isDense = keys.length === source.length && keys.at(-1) === lastIndexOf(source);
    // Those with names of their own among the indexes are copied for each reader: what is shared can be written as JSON.
    let isFrozenThrough = isDense || !hasNames(keys, source.length);
    let height = 0;
    for (let at = 0; at < keys.length; at++) {
      const key = isDense ? at : indexOrName(keys[at]!);
      const part = this.#property(source, key, trail, depth);
      setOwn(copy, key, part);
      isFrozenThrough &&= isShared(part);
      height = Math.max(height, 1 + heightOf(part));
    }
    return this.#freeze(copy, isFrozenThrough, height);
  }

  #opens(shared: unknown): boolean {
    if (typeof shared !== "object" || shared === null) return false;
    return this.#rules.isThawing === true || this.#rules.opensShared?.(shared) === true;
  }

  /** A part that leads back into its own parent is not known as shared yet, so cyclic values are copied for each reader. */
  #freeze(copy: object, isFrozenThrough: boolean, height: number): object {
    if (this.#rules.isThawing) return copy;
    return isFrozenThrough ? freezeShared(copy, height) : Object.freeze(copy);
  }

  #copyOther(source: object, trail: Trail | null, depth: number): object {
    const parts = this.#partsOf(source, trail, depth);
    const instance = this.#rules.copyInstance(source, parts) ?? (isKept(source) ? source : null);
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
      depth,
      keep: (original, made) => this.#copies.set(original, made),
      part: (part, key) => this.#copy(part, { parent: trail, key }, depth + 1),
      property: (holder, key) => this.#property(holder, key, trail, depth),
      form: (form) => {
        this.#copies.set(source, source); // never seen by anyone: whatever leads back to it is refused below
        const copy = this.#copy(form, { parent: trail, key: encodedKey }, depth + 1);
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
    const { replacement } = this.#rules;
    if (replacement === undefined) return this.#copy(Reflect.get(source, key), this.#at, depth + 1);
    let part: unknown;
    try {
      part = Reflect.get(source, key);
    } catch (thrown) {
      return replacement(undefined, thrown);
    }
    return this.#copy(part, this.#at, depth + 1);
  }

  #tooDeep(trail: Trail | null): Error {
    return this.#refusal(trail, `is nested more than ${this.#rules.maximumDepth} levels deep`);
  }

  #refusal(trail: Trail | null, problem: string, remedy: string | null = null): Error {
    this.#refused = this.#rules.refusal(pathOf(trail), problem, remedy);
    return this.#refused;
  }
}

function lastIndexOf(source: readonly unknown[]): string | undefined {
  return source.length === 0 ? undefined : String(source.length - 1);
}
