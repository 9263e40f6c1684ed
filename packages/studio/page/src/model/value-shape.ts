import { UnknownInstance } from "@stepspan/engine/reading";

/** What a value is, so far as one line tells it. */
export type ValueShape =
  /** Something without parts: its kind says how it is coloured. */
  | { readonly kind: "text" | "number" | "word" | "label"; readonly text: string }
  /** Something with parts, which are read only when they are looked at. */
  | {
      readonly kind: "group";
      /** What stands before the brackets: `Map`, `Set`, the name of a class; empty for plain objects and lists. */
      readonly label: string;
      readonly brackets: "{}" | "[]";
      readonly size: number;
      /** Parts from `from` on, at most so many. */
      parts(from: number, count: number): readonly ValuePart[];
    };

export interface ValuePart {
  /** The key, or the index. */
  readonly key: string;
  readonly value: unknown;
}

/** What a value is. Never calls code that came with it: values were decoded, and their classes are not known here. */
export function shapeOf(value: unknown): ValueShape {
  switch (typeof value) {
    case "string":
      return { kind: "text", text: value };
    case "number":
      return { kind: "number", text: Object.is(value, -0) ? "-0" : String(value) };
    case "bigint":
      return { kind: "number", text: `${value}n` };
    case "boolean":
    case "undefined":
      return { kind: "word", text: String(value) };
    case "symbol":
    case "function":
      return { kind: "label", text: `[${typeof value}]` };
    default:
      return value === null ? { kind: "word", text: "null" } : shapeOfObject(value as object);
  }
}

function shapeOfObject(value: object): ValueShape {
  if (Array.isArray(value)) return listShape("", value.length, (index) => value[index]);
  if (value instanceof Date) {
    return { kind: "label", text: Number.isNaN(value.getTime()) ? "Date (invalid)" : value.toISOString() };
  }
  if (value instanceof RegExp || value instanceof URL) return { kind: "label", text: String(value) };
  if (value instanceof Map) return mapShape(value);
  if (value instanceof Set) {
    const members = [...value];
    return listShape("Set", members.length, (index) => members[index]);
  }
  if (ArrayBuffer.isView(value)) return bytesShape(value);
  if (value instanceof ArrayBuffer) return { kind: "label", text: `ArrayBuffer (${value.byteLength} bytes)` };
  if (value instanceof UnknownInstance) return instanceShape(value);
  if (value instanceof Error) return objectShape(value.name, { ...value, message: value.message, cause: value.cause });
  const name = classNameOf(value);
  return objectShape(name, value);
}

/** What the class made of it when it was written. */
function instanceShape({ className, form }: UnknownInstance): ValueShape {
  const shape = shapeOf(form);
  if (shape.kind === "group") return { ...shape, label: className };
  const parts = (from: number) => (from === 0 ? [{ key: "form", value: form }] : []);
  return { kind: "group", label: className, brackets: "{}", size: 1, parts };
}

function bytesShape(value: ArrayBufferView): ValueShape {
  const name = classNameOf(value);
  if (value instanceof DataView) return { kind: "label", text: `DataView (${value.byteLength} bytes)` };
  const numbers = value as unknown as ArrayLike<number | bigint>; // every other view is a typed array
  return listShape(name, numbers.length, (index) => numbers[index]);
}

function mapShape(value: ReadonlyMap<unknown, unknown>): ValueShape {
  const entries = [...value];
  const parts = (from: number, count: number) =>
    entries.slice(from, from + count).map(([key, entry]) => ({ key: keyText(key), value: entry }));
  return { kind: "group", label: "Map", brackets: "{}", size: entries.length, parts };
}

function listShape(label: string, size: number, at: (index: number) => unknown): ValueShape {
  const parts = (from: number, count: number) =>
    Array.from({ length: Math.max(0, Math.min(count, size - from)) }, (_none, index) => ({
      key: String(from + index),
      value: at(from + index),
    }));
  return { kind: "group", label, brackets: "[]", size, parts };
}

function objectShape(label: string, value: object): ValueShape {
  const keys = Object.keys(value).filter(
    (key) => (value as Record<string, unknown>)[key] !== undefined || label === "",
  );
  const parts = (from: number, count: number) =>
    keys.slice(from, from + count).map((key) => ({ key, value: (value as Record<string, unknown>)[key] }));
  return { kind: "group", label, brackets: "{}", size: keys.length, parts };
}

function classNameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return "";
  const name: unknown = (prototype as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" ? name : "";
}

function keyText(key: unknown): string {
  const shape = shapeOf(key);
  return shape.kind === "group" ? `${shape.label || "object"} (${shape.size})` : shape.text;
}

/** A value on one line of at most about so many characters, for lists. */
export function brief(value: unknown, longest = 120): string {
  const shape = shapeOf(value);
  if (shape.kind === "text") return cut(JSON.stringify(shape.text.slice(0, longest + 1)), longest);
  if (shape.kind !== "group") return cut(shape.text, longest);
  const open = `${shape.label === "" ? "" : `${shape.label} `}${shape.brackets[0]}`;
  let text = open;
  for (const { key, value: part } of shape.parts(0, 12)) {
    if (text.length > longest) break;
    const own = briefPart(part);
    text += `${text === open ? "" : ", "}${shape.brackets === "[]" ? own : `${key}: ${own}`}`;
  }
  return cut(`${text}${shape.size > 12 ? ", …" : ""}${shape.brackets[1]}`, longest);
}

function briefPart(value: unknown): string {
  const shape = shapeOf(value);
  if (shape.kind === "text") return cut(JSON.stringify(shape.text.slice(0, 41)), 40);
  if (shape.kind !== "group") return shape.text;
  return shape.size === 0 ? shape.brackets : `${shape.brackets[0]}…${shape.brackets[1]}`;
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
