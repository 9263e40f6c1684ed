import { copyDomException, copyError } from "./error-copies.ts";
import { errorPrototypes } from "./error-parts.ts";

/** How a container that is being copied keeps its own copy and copies its parts. */
export interface PartCopier {
  /** How deep the container lies in the value. */
  readonly depth: number;
  /** Called before the parts are copied, so that a part that leads back finds the copy. */
  keep(source: object, copy: object): void;
  part(part: unknown, key: string | number): unknown;
  /** Reads a property and copies what it holds. */
  property(source: object, key: string): unknown;
  /** Copies what stands for the whole source, which must not lead back to it. */
  form(form: unknown): unknown;
  /** An error that says where the source is; without a remedy of its own it names the usual one. */
  refusal(problem: string, remedy: string | null): Error;
}

type Copier = (source: never, parts: PartCopier) => object;

/** The classes of the language whose instances can be recorded. None of them can be frozen. */
const copiers = new Map<unknown, Copier>([
  [Date.prototype, (source: Date) => new Date(source.getTime())],
  [RegExp.prototype, copyRegExp],
  [URL.prototype, (source: URL) => new URL(source.href)],
  [Map.prototype, copyMap],
  [Set.prototype, copySet],
  [ArrayBuffer.prototype, copyArrayBuffer],
  [DataView.prototype, copyView],
  [DOMException.prototype, copyDomException],
  ...errorPrototypes.map((prototype): [unknown, Copier] => [prototype, copyError]),
]);

/** A copy of an instance of one of the language's own classes; null if it is of another class. */
export function copyNative(source: object, parts: PartCopier): object | null {
  const copier = copiers.get(Object.getPrototypeOf(source)) ?? (ArrayBuffer.isView(source) ? copyBytes : undefined);
  const copy = copier?.(source as never, parts) ?? null; // the map pairs each prototype with its copier
  if (copy !== null) parts.keep(source, copy);
  return copy;
}

/** Whether instances with this prototype are recorded without being registered. */
export function isNativePrototype(prototype: object): boolean {
  return copiers.has(prototype) || Object.getPrototypeOf(prototype) === TypedArray || prototype === Buffer?.prototype;
}

function copyRegExp(source: RegExp, parts: PartCopier): object {
  const copy = new RegExp(source.source, source.flags);
  parts.keep(source, copy);
  copy.lastIndex = parts.property(source, "lastIndex") as number; // or whatever it was set to
  return copy;
}

function copyArrayBuffer(source: ArrayBuffer): object {
  if (!source.resizable) return source.slice(0);
  const copy = new ArrayBuffer(source.byteLength, { maxByteLength: source.maxByteLength });
  new Uint8Array(copy).set(new Uint8Array(source));
  return copy;
}

const TypedArray: unknown = Object.getPrototypeOf(Uint8Array.prototype);

/** A global of Node only. */
const Buffer = (globalThis as { Buffer?: { readonly prototype: object; from(bytes: Uint8Array): Uint8Array } }).Buffer;

/** One of the language's typed arrays, or a Buffer of Node; null for other classes of views. */
function copyBytes(source: Uint8Array, parts: PartCopier): object | null {
  const prototype: unknown = Object.getPrototypeOf(source);
  if (Object.getPrototypeOf(prototype) === TypedArray) return copyView(source, parts);
  return Buffer !== undefined && prototype === Buffer.prototype ? Buffer.from(source) : null;
}

/** A view of a whole buffer keeps sharing it with others; of a part of a larger one only that part is copied. */
function copyView(source: Uint8Array | DataView, parts: PartCopier): object {
  const { buffer, byteOffset, byteLength } = source;
  const isPart = byteLength < buffer.byteLength && buffer instanceof ArrayBuffer;
  const copied = isPart ? buffer.slice(byteOffset, byteOffset + byteLength) : parts.property(source, "buffer");
  const prototype: Uint8Array = Object.getPrototypeOf(source); // a property of the source itself could be anything
  return new (prototype.constructor as Uint8ArrayConstructor)(copied as ArrayBuffer); // all views are made of a buffer
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
