import type { CoreState } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import { stepAt } from "../core/units.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepDuration, StepDurations } from "../ports/durations.ts";
import { isLearned } from "./plans-within.ts";

/**
 * How long the steps took that a run and its child runs called and that have succeeded: of each the attempt that did,
 * with what it waited for; of maps the items, of loops the iterations. Only of steps without an estimate.
 */
export function measuredDurations(root: CoreState): ReadonlyMap<Plan, StepDurations> {
  const measured = new Map<Plan, Map<string, { mean: number; count: number }>>();
  for (const state of root.tree.byPrefix.values()) {
    const ofPlan = measured.get(state.plan) ?? new Map<string, StepDuration>();
    for (const record of state.records) {
      const duration = record === undefined ? null : durationOf(record);
      if (duration === null) continue;
      const { name } = stepAt(state, record!.index); // it has a duration
      const { mean, count } = ofPlan.get(name) ?? { mean: 0, count: 0 };
      ofPlan.set(name, { mean: mean + (duration - mean) / (count + 1), count: count + 1 });
    }
    if (ofPlan.size > 0) measured.set(state.plan, ofPlan);
  }
  return measured;
}

/** Null for what did not succeed here by an attempt of its own, and for what need not be learned. */
function durationOf({ state, index, status, attempts }: StepRecord): number | null {
  if (status !== "succeeded") return null;
  const last = attempts.at(-1);
  if (last === undefined || last.finishedAt === null || !isLearned(stepAt(state, index))) return null;
  return last.finishedAt - last.startedAt;
}
