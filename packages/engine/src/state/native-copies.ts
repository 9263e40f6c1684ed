/** How a container that is being copied keeps its own copy and copies its parts. */
export interface PartCopier {
  /** Called before the parts are copied, so that a part that leads back finds the copy. */
  keep(source: object, copy: object): void;
  part(part: unknown, key: string | number): unknown;
}

type Copier = (source: never, parts: PartCopier) => object;

/** The classes of the language whose instances can be recorded. None of them can be frozen. */
const copiers = new Map<unknown, Copier>([
  [Date.prototype, (source: Date) => new Date(source.getTime())],
  [RegExp.prototype, (source: RegExp) => new RegExp(source.source, source.flags)],
  [URL.prototype, (source: URL) => new URL(source.href)],
  [Map.prototype, copyMap],
  [Set.prototype, copySet],
  [ArrayBuffer.prototype, (source: ArrayBuffer) => source.slice(0)],
  [
    DataView.prototype,
    (source: DataView) => new DataView(source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength)),
  ],
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError].map(
    (type): [unknown, Copier] => [type.prototype, copyError],
  ),
]);

/** A copy of an instance of one of the language's own classes; null if it is of another class. */
export function copyNative(source: object, parts: PartCopier): object | null {
  const copier = copiers.get(Object.getPrototypeOf(source));
  if (copier !== undefined) {
    const copy = copier(source as never, parts); // the map pairs each prototype with its copier
    parts.keep(source, copy);
    return copy;
  }
  if (!ArrayBuffer.isView(source)) return null;
  const copy = copyTypedArray(source as Uint8Array); // a DataView is in the map above
  if (copy !== null) parts.keep(source, copy);
  return copy;
}

const TypedArray: unknown = Object.getPrototypeOf(Uint8Array.prototype);

/** One of the language's typed arrays, or a Buffer of Node, whose `slice` would share the memory. */
function copyTypedArray(source: Uint8Array): object | null {
  if (Object.getPrototypeOf(Object.getPrototypeOf(source)) === TypedArray) return source.slice();
  if (source.constructor.name !== "Buffer") return null;
  return (source.constructor as typeof Uint8Array).from(source); // Buffer.from copies like Uint8Array.from
}

function copyMap(source: Map<unknown, unknown>, parts: PartCopier): object {
  const copy = new Map<unknown, unknown>();
  parts.keep(source, copy);
  let index = 0;
  for (const [key, value] of source) {
    copy.set(parts.part(key, index), parts.part(value, typeof key === "string" ? key : index));
    index++;
  }
  return copy;
}

function copySet(source: Set<unknown>, parts: PartCopier): object {
  const copy = new Set<unknown>();
  parts.keep(source, copy);
  let index = 0;
  for (const value of source) copy.add(parts.part(value, index++));
  return copy;
}

/** Message, stack, cause, the errors of an AggregateError, and whatever else was set on it. */
function copyError(source: Error, parts: PartCopier): object {
  const copy: object =
    source instanceof AggregateError ? new AggregateError([]) : new (source.constructor as ErrorConstructor)();
  parts.keep(source, copy);
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(source))) {
    const value = parts.part(descriptor.value, key);
    Object.defineProperty(copy, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: descriptor.enumerable ?? false,
    });
  }
  return copy;
}
