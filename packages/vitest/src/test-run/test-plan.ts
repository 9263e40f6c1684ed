import {
  createPlan,
  type Plan,
  type StepBody,
  type StepContext,
  type StepDefinition,
  type StepForm,
  type StepFunction,
} from "@stepspan/engine";
import type { CompletionOrder } from "./completion-order.ts";
import { endedInTurn } from "./ended-in-turn.ts";

/** What bodies are replaced by, and how they end. */
export interface TestBodies {
  /** By the paths of the steps. */
  readonly mocks: ReadonlyMap<string, unknown>;
  readonly order: CompletionOrder;
}

type FunctionBody = Extract<StepBody, { readonly kind: "function" }>;

/**
 * The same plan with other bodies, those of sub-workflows too: mocks in their places, and attempts that wait for their
 * turn to end.
 *
 * @param prefix of the paths of its steps: `outer/` for the workflow that `outer` runs
 */
export function createTestPlan(plan: Plan, bodies: TestBodies, prefix = ""): Plan {
  const pathOf = ({ name }: StepDefinition) => `${prefix}${plan.paths[plan.indexByName.get(name)!]}`; // its own step
  const losers = new Set(
    plan.steps.flatMap((step) => (step.form.kind === "race" && bodies.mocks.has(pathOf(step)) ? step.form.of : [])),
  );
  const steps = plan.steps.map((step) => {
    const path = pathOf(step);
    const cache = bodies.mocks.has(path) ? null : step.cache; // a mock is another body
    const tested = { ...step, cache, form: testForm(step.form, path, bodies) };
    return losers.has(step.name) ? { ...tested, when: never } : tested;
  });
  return createPlan({ ...plan, steps });
}

/** The guard of the members of a race that a mock has won before they began. */
const never = { evaluate: () => false, reads: [] };

/** A mock stands in for the body of a step; one that has no body, such as a wait, becomes a single call of the mock. */
function testForm(form: StepForm, path: string, bodies: TestBodies): StepForm {
  const { mocks, order } = bodies;
  const written = "body" in form ? form.body : null;
  const body = mocks.has(path) ? mockBody(mocks.get(path), written) : written;
  if (body === null) return form;
  const tested = body.kind === "function" ? heldBack(body, path, order) : testSubflow(body, path, bodies);
  return "body" in form ? { ...form, body: tested } : { kind: "single", body: tested };
}

/** A mock that streams is collected as the step's own stream is. */
function mockBody(mock: unknown, written: StepBody | null): FunctionBody {
  const run = typeof mock === "function" ? (mock as StepFunction) : () => mock; // a function mock is called as `run` is
  return { kind: "function", run, collect: written?.kind === "function" ? written.collect : null };
}

function testSubflow(
  { subflow, ...body }: Extract<StepBody, { readonly kind: "workflow" }>,
  path: string,
  bodies: TestBodies,
): StepBody {
  return { ...body, subflow: { ...subflow, plan: createTestPlan(subflow.plan, bodies, `${path}/`) } };
}

/** Every body is asynchronous in a test, so that what can run in parallel does, mocks too. */
function heldBack({ run, ...body }: FunctionBody, path: string, order: CompletionOrder): FunctionBody {
  const call = async (params: never, context: StepContext) => run(params, context);
  if (!order.mentions(path)) return { ...body, run: call };
  return {
    ...body,
    run: (params: never, context: StepContext) =>
      endedInTurn(call(params, context), () => order.turnOf(context.path, context.attempt)),
  };
}
