import type { CommandSink } from "./commands.ts";
import type { Suspension } from "./events.ts";
import { becomeReady } from "./readiness.ts";
import { type CoreState, Phase, recordOf, setPhase } from "./state.ts";
import { ownerAt } from "./units.ts";

/**
 * Lambdas of the step read steps that have not settled: it waits for those. From a lambda's second suspension on it
 * waits for all that tracing found in it and reading could not place, so that a fan-in through a helper function stays
 * linear (I9). Reads on a branch of their own are waited for only when the evaluation reaches them.
 */
export function suspend(
  state: CoreState,
  index: number,
  suspensions: readonly Suspension[],
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  record.suspensions ??= new Map();
  const counts = record.suspensions;
  const missing = new Set<number>();
  for (const { parameter, on } of suspensions) {
    const count = (counts.get(parameter) ?? 0) + 1;
    counts.set(parameter, count);
    record.discovered ??= [];
    for (const name of on) record.discovered.push(name);
    addUnsettled(state, on, missing);
    if (count > 1) addUnsettled(state, tracedReads(state, index, parameter), missing);
  }
  setPhase(state, index, Phase.suspended);
  state.missing[index] = missing.size;
  for (const dependency of missing) {
    const waiters = state.waiters.get(dependency);
    if (waiters === undefined) state.waiters.set(dependency, [index]);
    else waiters.push(index);
  }
  if (missing.size === 0) becomeReady(state, index, commands);
}

function addUnsettled(state: CoreState, names: readonly string[], missing: Set<number>): void {
  for (const name of names) {
    const index = state.plan.indexByName.get(name)!; // the evaluation checked the names
    if (state.phases[index] !== Phase.settled) missing.add(index);
  }
}

function tracedReads(state: CoreState, index: number, parameter: string | null): readonly string[] {
  return state.plan
    .edgesTo(ownerAt(state, index))
    .filter((edge) => edge.kind !== "order" && edge.parameter === parameter && edge.certainty === "dynamic")
    .map((edge) => edge.from);
}
