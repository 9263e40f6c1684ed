import { isStillNeeded } from "../core/reopening.ts";
import type { CoreState } from "../core/state.ts";
import { pathAt } from "../core/units.ts";
import { holdsLostLive } from "../state/lost-live.ts";

/** The paths of the steps whose outputs held live values that are gone, and that are still needed. */
export function lostOutputs(root: CoreState): readonly string[] {
  return [...root.tree.byPrefix.values()].flatMap((state) =>
    state.plan.steps.flatMap((step, index) => {
      const record = state.records[index];
      if (step.form.kind !== "single" || step.form.body.kind !== "function" || state.finished !== null) return [];
      if (record?.status !== "succeeded" || !holdsLostLive(record.output)) return [];
      return isStillNeeded(state, index) ? [pathAt(state, index)] : [];
    }),
  );
}
