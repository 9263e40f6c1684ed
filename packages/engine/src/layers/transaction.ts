import { StateError } from "../errors/value-errors.ts";
import type { StatePatch } from "../spans/span.ts";
import { differences } from "../state/differences.ts";
import { changeDraft } from "../state/draft.ts";
import type { StateValues } from "../state/state-values.ts";
import { acceptedPatches, recordValues, type StateRules, type Values } from "./state-rules.ts";

/** What a recipe did to values, without having changed them. */
export interface Transaction {
  readonly patches: readonly StatePatch[];
  readonly result: unknown;
}

/** @param draft the values, to be changed; must not be used later */
export type Recipe = (draft: Record<string, unknown>) => unknown;

/**
 * Runs a recipe on a draft of values.
 *
 * @param keep makes what the recipe returned last longer than its draft
 * @throws StateError for a recipe that returns a promise, and for values that the schema refuses
 * @throws SerializationError for values that cannot be kept
 */
export function transactionOf(
  rules: StateRules,
  values: StateValues,
  recipe: Recipe,
  keep: (result: unknown) => unknown,
): Transaction {
  const synchronous = (result: unknown) => {
    refusePromise(result, rules.what);
    return keep(result);
  };
  const before = values.all();
  const { result, values: changed } = changeDraft(before, recipe, { what: rules.what, keep: synchronous });
  if (changed === before) return { patches: [], result };
  const patches = differences(before, recordChanged(rules, before, changed));
  return { patches: acceptedPatches(rules, values, patches), result };
}

/** @throws StateError if a recipe returned a promise: its changes would come after the transaction */
export function refusePromise(result: unknown, what: string): void {
  if (typeof result !== "object" || result === null || !("then" in result) || typeof result.then !== "function") return;
  Promise.resolve(result).catch(() => {}); // nobody waits for it any more
  throw new StateError(
    `${what} got a recipe that returns a promise. Await before the transaction what the recipe needs; nothing has changed.`,
  );
}

/** The values that changed are recorded; all others are those that were there. */
function recordChanged(rules: StateRules, values: Values, changed: Values): Values {
  const keys = Object.keys(changed).filter(
    (key) => !Object.is(changed[key], values[key]) || !Object.hasOwn(values, key),
  );
  const recorded = recordValues(rules, Object.fromEntries(keys.map((key) => [key, changed[key]])));
  return { ...changed, ...recorded };
}
