import { isStillNeeded } from "../core/reopening.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { pathAt } from "../core/units.ts";
import { holdsLostLive } from "../state/lost-live.ts";

/**
 * The paths of the steps whose outputs held live values that are gone, and that are still needed: by those among them
 * that run again too, which come first. Where only `always` steps may start, nothing runs again.
 */
export function lostOutputs(root: CoreState): readonly string[] {
  return [...root.tree.byPrefix.values()].flatMap((state) => {
    if (isOver(state) || state.halt !== null) return [];
    const lost = new Set<number>();
    for (let index = state.plan.steps.length - 1; index >= 0; index--) {
      if (isLostOutput(state, index) && isStillNeeded(state, index, lost)) lost.add(index);
    }
    return [...lost].map((index) => pathAt(state, index));
  });
}

function isOver({ finished, parent }: CoreState): boolean {
  return finished !== null || (parent !== null && parent.state.phases[parent.index] === Phase.settled);
}

function isLostOutput(state: CoreState, index: number): boolean {
  const { form } = state.plan.steps[index]!; // a step of the plan
  const record = state.records[index];
  if (form.kind !== "single" || form.body.kind !== "function") return false;
  return record?.status === "succeeded" && holdsLostLive(record.output);
}
