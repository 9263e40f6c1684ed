/** What is compared beside the contents. */
export interface Comparison {
  /** Whether plain objects and arrays must be frozen on both sides or on neither. */
  readonly frozen?: boolean;
}

/**
 * The path to the first difference between two values, with what differs; null if there is none. Compares prototypes,
 * -0, holes, the order of keys, what errors hide, bytes, and which places hold the same object.
 */
export function differenceOf(left: unknown, right: unknown, comparison: Comparison = {}): string | null {
  return new Comparer(comparison).compare(left, right, "it");
}

class Comparer {
  readonly #comparison: Comparison;
  readonly #rightOf = new Map<object, object>();
  readonly #leftOf = new Map<object, object>();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  compare(left: unknown, right: unknown, path: string): string | null {
    if (!isObject(left) || !isObject(right)) {
      return Object.is(left, right) ? null : `${path}: ${String(left)} is not ${String(right)}`;
    }
    if (this.#rightOf.has(left) || this.#leftOf.has(right)) {
      return this.#rightOf.get(left) === right ? null : `${path}: not the same object as elsewhere`;
    }
    this.#rightOf.set(left, right);
    this.#leftOf.set(right, left);
    if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return `${path}: another prototype`;
    const isPlain = Array.isArray(left) || [Object.prototype, null].includes(Object.getPrototypeOf(left));
    if (this.#comparison.frozen && isPlain && Object.isFrozen(left) !== Object.isFrozen(right)) {
      return `${path}: frozen on one side only`;
    }
    if (ArrayBuffer.isView(left)) return this.#compareViews(left, right as ArrayBufferView, path);
    return (
      this.#compareLists(innards(left), innards(right), `${path} inside`) ?? this.#compareProperties(left, right, path)
    );
  }

  #compareProperties(left: object, right: object, path: string): string | null {
    const [leftKeys, rightKeys] = [keysOf(left), keysOf(right)];
    if (leftKeys.join() !== rightKeys.join()) return `${path}: the keys ${leftKeys.join()} are not ${rightKeys.join()}`;
    for (const key of leftKeys) {
      const [mine, yours] = [left, right].map((side) => Object.getOwnPropertyDescriptor(side, key)!);
      if (mine!.enumerable !== yours!.enumerable) return `${path}.${key}: enumerable on one side only`;
      const found = this.compare(Reflect.get(left, key), Reflect.get(right, key), `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }

  #compareLists(left: readonly unknown[], right: readonly unknown[], path: string): string | null {
    if (left.length !== right.length) return `${path}: ${left.length} parts are not ${right.length}`;
    for (const [index, part] of left.entries()) {
      const found = this.compare(part, right[index], `${path}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  }

  /** Buffers of Node lie in memory that they have in common with strangers: only their own bytes count. */
  #compareViews(left: ArrayBufferView, right: ArrayBufferView, path: string): string | null {
    const found = this.#compareLists(bytesOf(left), bytesOf(right), `${path} bytes`);
    const isPart = left.byteLength < left.buffer.byteLength; // is copied without the rest
    return (
      found ?? (Buffer.isBuffer(left) || isPart ? null : this.compare(left.buffer, right.buffer, `${path}.buffer`))
    );
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What an object holds elsewhere than in properties. */
function innards(value: object): readonly unknown[] {
  if (value instanceof DOMException) return [value.name, value.message];
  if (Array.isArray(value)) return [value.length];
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof RegExp) return [value.source, value.flags, value.lastIndex];
  if (value instanceof URL) return [value.href];
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value), value.resizable, value.maxByteLength];
  return [];
}

/** All keys of an error, sorted; those of other objects that can be seen, in their order. */
function keysOf(value: object): readonly string[] {
  return value instanceof Error ? Object.getOwnPropertyNames(value).sort() : Object.keys(value);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): readonly number[] {
  return [...new Uint8Array(buffer, byteOffset, byteLength)];
}
