import { SerializationError } from "../errors/value-errors.ts";
import type { ClassRegistry } from "./class-registry.ts";
import { labelOf } from "./label-of.ts";
import { record } from "./record.ts";

/** Shows constants of definitions in the record. They are looked at once, however many runs pass them. */
export interface ConstantLabels {
  /** A constant as the record shows it: a copy, or a label in its place if it cannot be kept. */
  recordOrLabel(value: unknown): unknown;
  /** Whether a constant can be recorded as it is. */
  isKeepable(value: unknown): boolean;
}

interface Labelled {
  readonly isKeepable: boolean;
  readonly recorded: unknown;
}

/** @param classes the classes whose instances can be recorded; they are to be registered before constants are looked at */
export function createConstantLabels(classes: ClassRegistry | null): ConstantLabels {
  const known = new WeakMap<object, Labelled>();
  const labelled = (value: unknown): Labelled => {
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    if (!isObject) return typeof value === "symbol" ? look(value, classes) : { isKeepable: true, recorded: value };
    const seen = known.get(value);
    if (seen !== undefined) return seen;
    const made = look(value, classes);
    known.set(value, made);
    return made;
  };
  return {
    recordOrLabel: (value) => labelled(value).recorded,
    isKeepable: (value) => labelled(value).isKeepable,
  };
}

const withoutClasses = createConstantLabels(null);

/** A constant of the definition as the record shows it: a copy, or a label in its place if it cannot be kept. */
export function recordOrLabel(value: unknown): unknown {
  return withoutClasses.recordOrLabel(value);
}

/** Whether a constant can be recorded as it is. */
export function isKeepable(value: unknown): boolean {
  return withoutClasses.isKeepable(value);
}

function look(value: unknown, classes: ClassRegistry | null): Labelled {
  try {
    return { isKeepable: true, recorded: record(value, "A constant", classes) };
  } catch (error) {
    if (error instanceof SerializationError) return { isKeepable: false, recorded: labelOf(value) };
    throw error;
  }
}
