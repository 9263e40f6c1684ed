import type { ClassRegistry } from "./class-registry.ts";
import { createConstantLabels, isKeepable, recordOrLabel } from "./label.ts";
import { record, share } from "./record.ts";

/** How values are recorded in an engine, with the classes that it knows. */
export interface Values {
  /** @see record */
  record<Value>(value: Value, what: string): Value;
  /** @see share */
  share<Value>(recorded: Value): Value;
  /** @see recordOrLabel */
  recordOrLabel(value: unknown): unknown;
  /** @see isKeepable */
  isKeepable(value: unknown): boolean;
}

const withoutClasses: Values = Object.freeze({ record, share, recordOrLabel, isKeepable });

/** @param classes the classes whose instances can be recorded beside the language's own; null for none */
export function createValues(classes: ClassRegistry | null): Values {
  if (classes === null) return withoutClasses;
  const labels = createConstantLabels(classes);
  return Object.freeze({ record: (value, what) => record(value, what, classes), share, ...labels } satisfies Values);
}
