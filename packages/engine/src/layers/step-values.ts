import { StoreError } from "../errors/value-errors.ts";
import type { StatePatch } from "../spans/span.ts";
import { isPlainPrototype } from "../state/kinds.ts";
import { applyStatePatches } from "../state/state-values.ts";
import type { Values } from "./state-rules.ts";

/** What is stored of a step. */
export interface StoredStep {
  readonly values: Values;
  readonly processCount: number;
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
  if (isObject && isCount) return { values: values as Values, processCount: processCount as number }; // looked at before
  throw new StoreError(
    `The store gave a step state that is not one: it has the keys ${Object.keys(form).slice(0, 10).join(", ")}. Give the store values back as they were written.`,
  );
}

/**
 * Changes made again on values that another process wrote. If their patches do not fit these values, all keys that they
 * change get the values that they have in this process.
 */
export function replayChanges(stored: Values, patches: readonly StatePatch[], mine: Values): Values {
  try {
    return applyStatePatches(stored, patches);
  } catch {
    const keys = [...new Set(patches.map(({ path }) => String(path[0])))];
    return applyStatePatches(
      stored,
      keys.map((key) => putPatch(key, mine)),
    );
  }
}

function putPatch(key: string, mine: Values): StatePatch {
  return Object.hasOwn(mine, key) ? { op: "replace", path: [key], value: mine[key] } : { op: "remove", path: [key] };
}
