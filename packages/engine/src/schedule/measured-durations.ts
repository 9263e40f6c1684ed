import { attemptsOf } from "../core/attempt-records.ts";
import type { CoreState } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import { ownerAt } from "../core/units.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepDuration, StepDurations } from "../ports/durations.ts";
import { isLearned } from "./plans-within.ts";

/** For each step of a plan how long its attempts took together, and how many they were. */
interface Sums {
  readonly totals: Float64Array;
  readonly counts: Int32Array;
}

/**
 * How long the steps took that a run and its child runs called and that have succeeded: of each the attempt that did,
 * with what it waited for; of maps the items, of loops the iterations. Only of steps without an estimate. Linear in
 * steps and items.
 */
export function measuredDurations(root: CoreState): ReadonlyMap<Plan, StepDurations> {
  const sums = new Map<Plan, Sums>();
  for (const state of root.tree.byPrefix.values()) {
    const { length } = state.plan.steps;
    const ofPlan = sums.get(state.plan) ?? { totals: new Float64Array(length), counts: new Int32Array(length) };
    sums.set(state.plan, ofPlan);
    for (const record of state.records) if (record !== undefined) addRecord(ofPlan, record);
  }
  const measured = [...sums].map(([plan, ofPlan]) => [plan, meansOf(plan, ofPlan)] as const);
  return new Map(measured.filter(([, means]) => means.size > 0));
}

/** What did not succeed here by an attempt of its own is not counted. */
function addRecord({ totals, counts }: Sums, record: StepRecord): void {
  const last = record.status === "succeeded" ? attemptsOf(record).at(-1) : undefined;
  if (last === undefined || last.finishedAt === null) return;
  const step = ownerAt(record.state, record.index);
  totals[step]! += last.finishedAt - last.startedAt;
  counts[step]!++;
}

function meansOf({ steps }: Plan, { totals, counts }: Sums): StepDurations {
  const means = new Map<string, StepDuration>();
  counts.forEach((count, index) => {
    const step = steps[index]!; // of the same length
    if (count > 0 && isLearned(step)) means.set(step.name, { mean: totals[index]! / count, count });
  });
  return means;
}
