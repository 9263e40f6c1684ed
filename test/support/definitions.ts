import {
  createPlan,
  type Lambda,
  type LambdaScope,
  type Parameter,
  type Read,
  type RetryPolicy,
  type Runnable,
  type StepDefinition,
  type StepForm,
  type StepFunction,
  type WorkflowDefinition,
} from "@stepspan/engine";

const once: RetryPolicy = { attempts: 1, delayMs: 0, backoff: "fixed", factor: 2, maxDelayMs: Infinity, jitter: 0 };

/** A lambda with the reads that inference would have found. */
export function lambdaOf(
  evaluate: (scope: LambdaScope) => unknown,
  ...reads: readonly (string | Partial<Read>)[]
): Lambda {
  return { evaluate, reads: reads.map((read) => readOf(typeof read === "string" ? { step: read } : read)) };
}

function readOf(read: Partial<Read>): Read {
  return { step: "", path: ["output"], certainty: "required", mode: "plain", ...read };
}

/** A parameter whose value a lambda gives. */
export function parameterOf(name: string, lambda: Lambda): Parameter {
  return { name, kind: "lambda", lambda };
}

/** The form of a step that calls a function once. */
export function callOf(run: StepFunction): StepForm {
  return { kind: "single", body: { kind: "function", run, collect: null } };
}

/** A step as the dsl would define it, with the defaults for what is left out. */
export function stepOf(
  name: string,
  {
    run = () => name,
    ...options
  }: Partial<Omit<StepDefinition, "name" | "retry">> & { retry?: Partial<RetryPolicy>; run?: StepFunction } = {},
): StepDefinition {
  return {
    params: [],
    when: null,
    dependsOn: [],
    skipWith: [],
    always: false,
    continueOnError: false,
    timeoutMs: null,
    queue: null,
    pool: null,
    priority: 0,
    estimateMs: null,
    input: null,
    output: null,
    keepInState: [],
    cache: null,
    form: callOf(run),
    ...options,
    name,
    retry: { ...once, ...options.retry },
  };
}

/** A workflow built from definitions, without the dsl. */
export function workflowOf(steps: readonly StepDefinition[], options: Partial<WorkflowDefinition> = {}): Runnable {
  const plan = createPlan({
    name: "test",
    version: null,
    input: null,
    output: null,
    timeoutMs: null,
    failFast: true,
    state: null,
    flowState: null,
    unhandledEvents: "report",
    resources: {},
    returns: null,
    warnings: [],
    ...options,
    steps,
  });
  return { name: plan.name, plan };
}
