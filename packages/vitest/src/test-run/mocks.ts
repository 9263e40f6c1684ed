import {
  createPlan,
  DefinitionError,
  type Plan,
  type StepBody,
  type StepContext,
  type StepDefinition,
  type StepForm,
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
  return createPlan({ ...plan, steps: plan.steps.map((step) => ({ ...step, form: testForm(step, mocks, order) })) });
}

/** A mock stands in for the body of a step; one that has no body, such as a wait, becomes a single call of the mock. */
function testForm({ name, form }: StepDefinition, mocks: MocksByName, order: CompletionOrder): StepForm {
  const mock = Object.hasOwn(mocks, name) ? mockBody(mocks[name]) : null;
  const body = mock ?? ("body" in form ? form.body : null);
  if (body === null) return form;
  const heldBody: StepBody = body.kind === "function" ? { ...body, run: heldBack(name, body.run, order) } : body;
  return "body" in form ? { ...form, body: heldBody } : { kind: "single", body: heldBody };
}

function mockBody(mock: unknown): StepBody {
  const run = typeof mock === "function" ? (mock as StepFunction) : () => mock; // a function mock is called as `run` is
  return { kind: "function", run, collect: null };
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
