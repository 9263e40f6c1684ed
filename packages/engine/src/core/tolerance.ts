import type { CoreState } from "./state.ts";
import { ownerAt, stepAt } from "./units.ts";

/** Whether a failure of the step is recorded and the run goes on: by `continueOnError`, or because it is in a race. */
export function toleratesFailure(state: CoreState, index: number): boolean {
  return stepAt(state, index).continueOnError || state.plan.raceOf[ownerAt(state, index)] !== -1;
}
