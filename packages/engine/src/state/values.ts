import type { ClassRegistry } from "./class-registry.ts";
import { createConstantLabels, isKeepable, recordOrLabel } from "./label.ts";
import { record, recordOwn, share } from "./record.ts";
import { isShared } from "./shared.ts";

/** How values are recorded in an engine, with the classes that it knows. */
export interface Values {
  /** @see record */
  record<Value>(value: Value, what: string): Value;
  /** @see recordOwn */
  recordOwn<Own extends object>(own: Own, what: string): Own;
  /** Whether nothing is refused of what is recorded. */
  readonly isUnchecked: boolean;
  /** Whether it is recorded already, and is never refused. */
  isRecorded(value: unknown): boolean;
  /** @see share */
  share<Value>(recorded: Value): Value;
  /** @see recordOrLabel */
  recordOrLabel(value: unknown): unknown;
  /** @see isKeepable */
  isKeepable(value: unknown): boolean;
}

const withoutClasses: Values = Object.freeze({
  ...{ record, recordOwn, share, recordOrLabel, isKeepable },
  isUnchecked: true,
  isRecorded: isShared,
});

/**
 * @param classes the classes whose instances can be recorded beside the language's own; null for none
 * @param check throws for what was recorded and cannot be kept all the same: it is too large
 */
export function createValues(classes: ClassRegistry | null, check: Check | null = null): Values {
  if (classes === null && check === null) return withoutClasses;
  const labels = classes === null ? { recordOrLabel, isKeepable } : createConstantLabels(classes);
  const checked = <Value>(recorded: Value, what: string): Value => {
    check?.(recorded, what);
    return recorded;
  };
  return Object.freeze({
    record: (value, what) => checked(record(value, what, classes), what),
    recordOwn: (own, what) => checked(recordOwn(own, what, classes), what),
    isUnchecked: check === null,
    isRecorded: check === null ? isShared : isSmall,
    share,
    ...labels,
  } satisfies Values);
}

/** What no check refuses: how large a value is told by its text, its parts or its bytes. */
function isSmall(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean" || value === null || value === undefined;
}

type Check = (recorded: unknown, what: string) => void;
