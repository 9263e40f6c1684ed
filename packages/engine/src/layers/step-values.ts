import { StoreError } from "../errors/value-errors.ts";
import type { StatePatch } from "../spans/span.ts";
import { applyStatePatches } from "../state/apply-state-patches.ts";
import { isPlainPrototype } from "../state/kinds.ts";
import type { Values } from "./state-rules.ts";

/** A change that the store does not have yet. */
export interface PendingChange {
  readonly patches: readonly StatePatch[];
  /** The values right behind it. */
  readonly after: Values;
}

/** What is stored of a step. */
export interface StoredStep {
  readonly values: Values;
  readonly processCount: number;
}

/**
 * Changes made again on values that another process wrote. One whose patches do not fit these values gives its keys
 * the values that they had behind it.
 */
export function replayChanges(stored: Values, changes: readonly PendingChange[]): Values {
  return changes.reduce(replay, stored);
}

/** The values of a step as a store keeps them: a step's own keys lie one level below, so that none can be mistaken. */
export function storedForm({ values, processCount }: StoredStep): Values {
  return Object.freeze({ values, processCount });
}

/** @throws StoreError for what `storedForm` did not make */
export function readStoredForm(form: Values): StoredStep {
  const { values = {}, processCount = 0 } = form;
  const isCount = Number.isSafeInteger(processCount) && (processCount as number) >= 0; // an integer is a number
  const isObject = typeof values === "object" && values !== null && isPlainPrototype(Object.getPrototypeOf(values));
  if (isObject && isCount) {
    return { values: values as Values, processCount: processCount as number }; // looked at above
  }
  throw new StoreError(
    `The store gave a step state that is not one: it has the keys ${Object.keys(form).slice(0, 10).join(", ")}. Give the store values back as they were written.`,
  );
}

function replay(stored: Values, { patches, after }: PendingChange): Values {
  try {
    return applyStatePatches(stored, patches);
  } catch {
    return applyStatePatches(stored, [...new Set(patches.map(({ path }) => String(path[0])))].map(putFrom(after)));
  }
}

function putFrom(after: Values): (key: string) => StatePatch {
  return (key) =>
    Object.hasOwn(after, key) ? { op: "replace", path: [key], value: after[key] } : { op: "remove", path: [key] };
}
