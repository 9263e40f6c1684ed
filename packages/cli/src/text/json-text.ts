import { visibleLines } from "./visible-lines.ts";

const deepest = 200;

/**
 * A value as JSON on one line, for programs that read what the command line prints. What JSON lacks is written in a
 * form that can be read: big integers and dates as texts, errors as `{ name, code, message }`, maps as lists of
 * entries, sets and typed arrays as lists, bytes as `{ base64 }`, what points back at what holds it as `[cycle]`.
 * Characters that would act on a terminal are escaped, which changes nothing for who parses it.
 */
export function jsonText(value: unknown, indent?: number): string {
  return escaped(JSON.stringify(plainValue(value, []), null, indent) ?? "null");
}

/** Whatever has no sign stands in texts, where JSON has the same escapes; the ends of lines are those of the form. */
function escaped(json: string): string {
  return visibleLines(json).join("\n");
}

/** @param holders those that hold the value, the outermost first */
function plainValue(value: unknown, holders: readonly object[]): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "function" || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (holders.includes(value)) return "[cycle]";
  if (holders.length > deepest) return "[too deep]";
  return plainObject(value, [...holders, value]);
}

function plainObject(value: object, holders: readonly object[]): unknown {
  const inner = (part: unknown) => plainValue(part, holders);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Error) return plainError(value);
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64") };
  if (value instanceof ArrayBuffer) return { base64: Buffer.from(value).toString("base64") };
  if (value instanceof DataView) return { base64: Buffer.from(value.buffer).toString("base64") };
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, inner); // all other views are lists
  if (value instanceof Map) return Array.from(value, ([key, entry]) => [inner(key), inner(entry)]);
  if (value instanceof Set) return Array.from(value, inner);
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inner(part)]));
}

function plainError(error: Error): object {
  const { name, message } = error;
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? { name, code, message } : { name, message };
}
