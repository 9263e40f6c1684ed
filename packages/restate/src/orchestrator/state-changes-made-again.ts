import type { StatePatch } from "@stepspan/engine";
import {
  acceptedPatches,
  appendPatches,
  type CoreState,
  deletePatches,
  mergePatches,
  type RunStates,
  setPatches,
} from "@stepspan/engine/hosting";
import type { StateChange } from "../protocol/inbox-message.ts";

/** The patches that a change comes to on the values of now. @throws StateError if it cannot be made on them */
export function patchesOf(change: StateChange, state: CoreState, states: RunStates): readonly StatePatch[] {
  const rules = states.rulesOf(state.plan);
  const { values } = state;
  switch (change.op) {
    case "set":
      return setPatches(rules, values, change.key, change.value);
    case "append":
      return appendPatches(rules, values, change.key, change.value);
    case "merge":
      return mergePatches(rules, values, change.key, change.value as object); // the worker's layer took it
    case "delete":
      return deletePatches(rules, values, change.key);
    case "patch":
      return acceptedPatches(rules, values, change.patches);
    default:
      return change satisfies never;
  }
}
