import {
  createPlan,
  DefinitionError,
  type Plan,
  type StepContext,
  type StepDefinition,
  type StepFunction,
  suggest,
} from "@stepspan/engine";
import type { CompletionOrder } from "./completion-order.ts";

/** What stands in for steps, by their names: an output, or a function that is called as the step's `run` would be. */
export type MocksByName = Readonly<Record<string, unknown>>;

/** @throws DefinitionError, with a suggestion, if the plan has no step of such a name */
export function requireKnownMocks(plan: Plan, mocks: MocksByName): void {
  for (const name of Object.keys(mocks)) {
    if (plan.indexByName.has(name)) continue;
    throw new DefinitionError(
      `testRun: there is a mock for ${JSON.stringify(name)}, but workflow "${plan.name}" has no such step.${suggest(name, plan.indexByName.keys())}`,
    );
  }
}

/** The same plan with other `run` functions: mocks in their places, and attempts that wait for their turn to end. */
export function withTestBodies(plan: Plan, mocks: MocksByName, order: CompletionOrder): Plan {
  const { name, version, input, output, timeoutMs, failFast, returns, warnings } = plan;
  const steps = plan.steps.map((step) => ({ ...step, run: heldBack(step.name, bodyOf(step, mocks), order) }));
  return createPlan({ name, version, input, output, timeoutMs, failFast, returns, warnings, steps });
}

function bodyOf(step: StepDefinition, mocks: MocksByName): StepFunction {
  if (!Object.hasOwn(mocks, step.name)) return step.run;
  const mock = mocks[step.name];
  return typeof mock === "function" ? (mock as StepFunction) : () => mock; // a function mock is called as `run` is
}

/** Every body is asynchronous in a test, so that what can run in parallel does, mocks too. */
function heldBack(name: string, body: StepFunction, order: CompletionOrder): StepFunction {
  if (!order.names.has(name)) return async (params: never, context: StepContext) => body(params, context);
  return async (params: never, context: StepContext) => {
    try {
      return await body(params, context);
    } finally {
      await order.turnOf(name);
    }
  };
}
