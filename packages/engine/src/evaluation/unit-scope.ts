import type { LambdaScope } from "../context/lambda-scope.ts";
import type { CoreState } from "../core/state.ts";
import { ownerAt, stepAt, unitAt } from "../core/units.ts";
import { share } from "../state/record.ts";
import { lambdaScope } from "./lambda-scope.ts";

/** The scope of the lambdas of a step; those of an item have the item, the iteration or the event as well. */
export function unitScope(state: CoreState, index: number, scope: LambdaScope): LambdaScope {
  const unit = unitAt(state, index);
  if (unit === null) return scope;
  const { number } = unit;
  const value = share(unit.value);
  switch (stepAt(state, index).form.kind) {
    case "map":
      return extended(scope, { item: value, index: number });
    case "loop":
      return extended(scope, {
        iteration: number,
        previous: number === 1 ? null : iterationOutput(state, index, number - 1),
      });
    default:
      return extended(scope, { event: value });
  }
}

/** The scope of `until`, asked about the last iteration of the loop. */
export function untilScope(state: CoreState, loop: number, scope: LambdaScope): LambdaScope {
  const iteration = state.records[loop]?.parts?.units.length ?? 0;
  return extended(scope, { iteration, output: iterationOutput(state, loop, iteration) });
}

function iterationOutput(state: CoreState, index: number, iteration: number): unknown {
  const unit = state.records[ownerAt(state, index)]?.parts?.units[iteration - 1];
  return unit === undefined ? null : share(state.records[unit]?.output);
}

function extended(scope: LambdaScope, more: Partial<LambdaScope>): LambdaScope {
  const { stepSpan, parentSpan } = scope;
  return lambdaScope(() => scope.input, { stepSpan, parentSpan, ...more });
}
