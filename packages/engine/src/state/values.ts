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

/**
 * @param classes the classes whose instances can be recorded beside the language's own; null for none
 * @param check throws for what was recorded and cannot be kept all the same: it is too large
 */
export function createValues(classes: ClassRegistry | null, check: Check | null = null): Values {
  if (classes === null && check === null) return withoutClasses;
  const labels = classes === null ? { recordOrLabel, isKeepable } : createConstantLabels(classes);
  const recordChecked: Values["record"] = (value, what) => {
    const recorded = record(value, what, classes);
    check?.(recorded, what);
    return recorded;
  };
  return Object.freeze({ record: recordChecked, share, ...labels } satisfies Values);
}

type Check = (recorded: unknown, what: string) => void;
