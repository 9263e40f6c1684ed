import { keysOfError } from "./error-parts.ts";
import { isArrayPrototype, isPlainPrototype } from "./kinds.ts";

/**
 * Whether two recorded values are equal through and through, the order of keys aside. What cannot be looked into,
 * instances of registered classes, is the same only if it is one object.
 */
export function isSameValue(left: unknown, right: unknown): boolean {
  return new Comparison().isSame(left, right);
}

type Keyed = Readonly<Record<string, unknown>>;

class Comparison {
  /** Which object was compared with which: keeps cycles and shared parts, and compares each object once. */
  readonly #pairs = new Map<object, object>();

  isSame(left: unknown, right: unknown): boolean {
    if (Object.is(left, right)) return true;
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
    const paired = this.#pairs.get(left);
    if (paired !== undefined) return paired === right;
    if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
    this.#pairs.set(left, right);
    return this.#isSameObject(left, right);
  }

  #isSameObject(left: object, right: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(left);
    if (Array.isArray(left) && isArrayPrototype(prototype)) {
      return left.length === (right as unknown[]).length && this.#hasSameParts(left, right, Object.keys(left)); // of one prototype
    }
    if (isPlainPrototype(prototype)) return this.#hasSameParts(left, right, Object.keys(left));
    if (left instanceof Error) return this.#isSameError(left, right as Error); // here and below: of one prototype
    if (left instanceof Map) return this.#isSameList([...left].flat(), [...(right as Map<unknown, unknown>)].flat());
    if (left instanceof Set) return this.#isSameList([...left], [...(right as Set<unknown>)]);
    if (left instanceof Date) return Object.is(left.getTime(), (right as Date).getTime());
    if (left instanceof RegExp) return this.#isSameRegExp(left, right as RegExp);
    if (left instanceof URL) return left.href === (right as URL).href;
    if (left instanceof ArrayBuffer) return isSameBuffer(left, right as ArrayBuffer);
    if (ArrayBuffer.isView(left)) return this.#isSameView(left, right as ArrayBufferView);
    return false;
  }

  #hasSameParts(left: object, right: object, keys: readonly string[]): boolean {
    if (keys.length !== Object.keys(right).length) return false;
    return keys.every((key) => Object.hasOwn(right, key) && this.isSame((left as Keyed)[key], (right as Keyed)[key]));
  }

  #isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
    return left.length === right.length && left.every((part, index) => this.isSame(part, right[index]));
  }

  #isSameError(left: Error, right: Error): boolean {
    const [ofLeft, ofRight] = [keysOfError(left), keysOfError(right)];
    const hidden = ofLeft.hidden.filter((key) => ofRight.hidden.includes(key));
    if (hidden.length !== ofLeft.hidden.length || hidden.length !== ofRight.hidden.length) return false;
    const at = (error: Error, key: string) => (error as unknown as Keyed)[key]; // one of its own keys
    return hidden.every((key) => this.isSame(at(left, key), at(right, key))) && this.#hasSameParts(left, right, ofLeft.shown); // biome-ignore format: one thought
  }

  #isSameRegExp(left: RegExp, right: RegExp): boolean {
    const isSamePattern = left.source === right.source && left.flags === right.flags;
    return isSamePattern && this.isSame(left.lastIndex, right.lastIndex);
  }

  #isSameView(left: ArrayBufferView, right: ArrayBufferView): boolean {
    if (left.byteLength !== right.byteLength) return false;
    if (Buffer !== undefined && left instanceof Buffer) return isSameBytes(bytesOf(left), bytesOf(right)); // part of a pool
    return left.byteOffset === right.byteOffset && this.isSame(left.buffer, right.buffer);
  }
}

/** A global of Node only. */
const Buffer = (globalThis as { Buffer?: abstract new (...given: never) => Uint8Array }).Buffer;

function isSameBuffer(left: ArrayBuffer, right: ArrayBuffer): boolean {
  if (left.byteLength !== right.byteLength || left.maxByteLength !== right.maxByteLength) return false;
  return isSameBytes(new Uint8Array(left), new Uint8Array(right));
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function isSameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.every((byte, index) => byte === right[index]);
}
