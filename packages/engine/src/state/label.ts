import { SerializationError } from "../errors/value-errors.ts";
import { record } from "./record.ts";

interface Labelled {
  readonly isKeepable: boolean;
  readonly recorded: unknown;
}

/** Constants of definitions are looked at once, however many runs pass them. */
const known = new WeakMap<object, Labelled>();

/** A constant of the definition as the record shows it: a copy, or a label in its place if it cannot be kept. */
export function recordOrLabel(value: unknown): unknown {
  return labelled(value).recorded;
}

/** Whether a constant can be recorded as it is. */
export function isKeepable(value: unknown): boolean {
  return labelled(value).isKeepable;
}

function labelled(value: unknown): Labelled {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject) return typeof value === "symbol" ? look(value) : { isKeepable: true, recorded: value };
  const seen = known.get(value);
  if (seen !== undefined) return seen;
  const made = look(value);
  known.set(value, made);
  return made;
}

function look(value: unknown): Labelled {
  try {
    return { isKeepable: true, recorded: record(value, "A constant") };
  } catch (error) {
    if (error instanceof SerializationError) return { isKeepable: false, recorded: labelOf(value) };
    throw error;
  }
}

function labelOf(value: unknown): string {
  if (typeof value === "symbol") return `[${String(value)}]`;
  const isFunction = typeof value === "function";
  try {
    const name: unknown = isFunction ? value.name : (value as object).constructor?.name; // symbols apart, only objects are refused
    const isNamed = typeof name === "string" && name !== "";
    if (isFunction) return `[function ${isNamed ? name : "anonymous"}]`;
    return `[${isNamed ? name : "Object"}]`;
  } catch {
    return isFunction ? "[function]" : "[Object]";
  }
}
