import type { CoreState } from "../core/state.ts";
import { ownerAt } from "../core/units.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepDurations } from "../ports/durations.ts";
import { expectedDurations, knownDurations } from "./expected-durations.ts";
import { pathsBehind } from "./paths-behind.ts";

/** The longest paths through one plan, in milliseconds. */
interface PlanPaths {
  /** For each step its own time and what is behind it. */
  readonly from: Float64Array;
  /** For each step what is behind it alone. */
  readonly behind: Float64Array;
  /** The longest of all. */
  readonly whole: number;
}

/** The longest paths through a workflow and its sub-workflows. */
export type PathRanks = ReadonlyMap<Plan, PlanPaths>;

/**
 * @param plans of a workflow, those that others run before these
 * @param learned from earlier runs, in the same order
 */
export function pathRanks(plans: readonly Plan[], learned: readonly StepDurations[]): PathRanks {
  const known = plans.map((plan, index) => knownDurations(plan, learned[index]!)); // there is one for each
  const count = known.reduce((total, one) => total + one.count, 0);
  // With nothing known at all each step takes 1, so that paths count steps.
  const elsewhere = count === 0 ? 1 : known.reduce((total, one) => total + one.sum, 0) / count;
  const ranks = new Map<Plan, PlanPaths>();
  const wholeOf = (child: Plan) => ranks.get(child)!.whole; // it came before
  plans.forEach((plan, index) => {
    const expected = expectedDurations(plan, known[index]!, { elsewhere, wholeOf });
    const behind = pathsBehind(plan, expected);
    const from = expected.map((duration, step) => duration + behind[step]!); // of the same length
    ranks.set(plan, { from, behind, whole: from.reduce((longest, path) => Math.max(longest, path), 0) });
  });
  return ranks;
}

/** How long it takes from the start of a step, or of an item of one, to the end of the run, in milliseconds. */
export function rankIn(ranks: PathRanks, state: CoreState, index: number): number {
  let rank = ranks.get(state.plan)!.from[ownerAt(state, index)]!; // all plans of the run have paths
  for (let above = state.parent; above !== null; above = above.state.parent) {
    rank += ranks.get(above.state.plan)!.behind[ownerAt(above.state, above.index)]!; // the same
  }
  return rank;
}
