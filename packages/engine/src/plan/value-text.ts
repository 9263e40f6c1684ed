import { hashOf } from "./text-hash.ts";

/** Beyond this depth values are not looked at. */
const deepest = 100;

/** Gives equal values equal texts, and different ones different texts. */
export type ValueText = (value: unknown) => string;

/**
 * Tells values of a definition apart. An object or a long text is looked at once, however many steps have it. Of what is
 * neither plain data nor of a built-in class only the class counts: it may be alive.
 */
export function createValueText(textOfFunction: (fn: Function) => string): ValueText {
  const known = new Map<unknown, string>();

  const textAt = (value: unknown, depth: number): string => {
    if (typeof value === "function") return textOfFunction(value);
    if (!isLarge(value)) return scalarText(value);
    const found = known.get(value);
    if (found !== undefined) return found;
    known.set(value, "a cycle");
    const part = depth < deepest ? (inside: unknown) => textAt(inside, depth + 1) : () => "deep";
    const hash = hashOf(typeof value === "string" ? value : objectText(value, part));
    known.set(value, hash);
    return hash;
  };
  return (value) => textAt(value, 0);
}

function isLarge(value: unknown): value is object | string {
  return typeof value === "string" ? value.length > 100 : typeof value === "object" && value !== null;
}

function scalarText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Getters and traps are nobody's to call here. */
function objectText(value: object, hash: (part: unknown) => string): string {
  try {
    if (Array.isArray(value)) return `[${Array.from(value, hash).join()}]`;
    const text = builtInText(value, hash);
    if (text !== null) return text;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return `{${propertiesText(value, hash)}}`;
    const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
    return `instance of ${typeof made === "function" ? made.name : "a class"}`;
  } catch {
    return "unreadable";
  }
}

function builtInText(value: object, hash: (part: unknown) => string): string | null {
  if (value instanceof Date) return `Date ${value.getTime()}`;
  if (value instanceof RegExp) return `RegExp ${value}`;
  if (value instanceof URL) return `URL ${value}`;
  if (value instanceof Map) return `Map ${[...value].map(([key, part]) => `${hash(key)}:${hash(part)}`)}`;
  if (value instanceof Set) return `Set ${[...value].map(hash)}`;
  if (value instanceof Error) return `${value.name} ${value.message}`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${new Uint8Array(value)}`;
  if (!ArrayBuffer.isView(value)) return null;
  return `${value.constructor.name} ${new Uint8Array(value.buffer, value.byteOffset, value.byteLength)}`;
}

/** In the order of their names: the one in which they were written says nothing. */
function propertiesText(value: object, hash: (part: unknown) => string): string {
  const names = Object.keys(value).sort();
  return names.map((name) => `${JSON.stringify(name)}:${propertyText(value, name, hash)}`).join();
}

function propertyText(value: object, name: string, hash: (part: unknown) => string): string {
  const property = Object.getOwnPropertyDescriptor(value, name);
  return property?.get === undefined ? hash(property?.value) : "a getter";
}
