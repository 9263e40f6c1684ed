import type { StatePatch } from "@stepspan/engine";
import {
  acceptedPatches,
  appendPatches,
  type CoreState,
  deletePatches,
  mergePatches,
  type RunStates,
  StateValues,
  setPatches,
} from "@stepspan/engine/hosting";
import type { StateChange } from "../protocol/inbox-message.ts";

/** What the changes of a body come to, one after the other, on the values of now; null if they do not go with them. */
export function patchesOf(
  changes: readonly StateChange[],
  state: CoreState,
  states: RunStates,
): readonly (readonly StatePatch[])[] | null {
  if (changes.length === 0) return [];
  const rules = states.rulesOf(state.plan);
  const values = new StateValues(state.values.all());
  const made = (change: StateChange) => {
    const patches = patchesOfOne(change, rules, values);
    values.apply(patches);
    return patches;
  };
  try {
    return changes.map(made);
  } catch {
    return null; // the layer of the body took them: others have written since what does not go with them
  }
}

function patchesOfOne(
  change: StateChange,
  rules: ReturnType<RunStates["rulesOf"]>,
  values: StateValues,
): readonly StatePatch[] {
  switch (change.op) {
    case "set":
      return setPatches(rules, values, change.key, change.value);
    case "append":
      return appendPatches(rules, values, change.key, change.value);
    case "merge":
      return mergePatches(rules, values, change.key, change.value as object); // the layer of the body took it
    case "delete":
      return deletePatches(rules, values, change.key);
    case "patch":
      return acceptedPatches(rules, values, change.patches);
    default:
      return change satisfies never;
  }
}
