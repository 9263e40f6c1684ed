import type { EventDefinition } from "@stepspan/engine";
import type { AnyWorkflow } from "../types/workflow.ts";
import { conditionOf, lambdaOf, optionalPart, partOf } from "./built-parts.ts";
import { numberOf } from "./count.ts";
import type { WorkflowParts } from "./parts.ts";
import type {
  BodyConfig,
  CacheConfig,
  CaptureConfig,
  EventConfig,
  FormConfig,
  RetryConfig,
  StepConfig,
  StepKind,
  StepOptionsConfig,
  WorkflowBodyConfig,
} from "./step-config.ts";
import { withoutUndefined } from "./without-undefined.ts";
import type { ParameterConfig, WorkflowConfig } from "./workflow-config.ts";

/** What steps are built with. */
export interface Building {
  readonly parts: WorkflowParts;
  /** Builds the workflow that is the body of a step. */
  readonly build: (config: WorkflowConfig) => AnyWorkflow;
}

/** The methods that add a step, for options whose types are known only at run time. */
type StepMethods = Readonly<Record<Exclude<StepKind, "sleep">, (name: string, options: object) => AnyWorkflow>> & {
  readonly sleep: (name: string, duration: number, options: object) => AnyWorkflow;
};

/** The options of a step as its method takes them. */
export function stepOptions(step: StepConfig, building: Building): object {
  return { ...optionsOf(step, building.parts), ...formOptions(step, building) };
}

/** Adds a step by the method of its kind. @throws DefinitionError for whatever that method refuses */
export function addStep(workflow: AnyWorkflow, step: StepConfig, options: object): AnyWorkflow {
  const untyped: unknown = workflow;
  const methods = untyped as StepMethods; // each method checks its options
  if (step.kind === "sleep") return methods.sleep(step.name, step.duration, options);
  return methods[step.kind](step.name, options);
}

function optionsOf(step: StepOptionsConfig, parts: WorkflowParts): object {
  const { params, when, dependsOn, skipWith, always, continueOnError, cache } = step;
  const { timeout, queue, pool, priority, keepInState, estimate } = step;
  return withoutUndefined({
    params: params && paramsOf(params, parts),
    when: when && conditionOf(when, parts),
    retry: step.retry && retryOf(step.retry, parts),
    input: optionalPart("schemas", step.input, parts),
    output: optionalPart("schemas", step.output, parts),
    cache: cache && cacheOf(cache, parts),
    ...{ dependsOn, skipWith, always, continueOnError, timeout, queue, pool, priority, keepInState, estimate },
  });
}

function paramsOf(params: { readonly [name: string]: ParameterConfig }, parts: WorkflowParts): object {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, parameterOf(param, parts)]));
}

function parameterOf(param: ParameterConfig, parts: WorkflowParts): unknown {
  return "constant" in param ? param.constant : lambdaOf(param, parts);
}

function retryOf({ attempts, when, ...times }: RetryConfig, parts: WorkflowParts): object {
  const count = attempts === undefined ? undefined : numberOf(attempts);
  return withoutUndefined({ attempts: count, when: optionalPart("conditions", when, parts), ...times });
}

function cacheOf({ key, ...options }: CacheConfig, parts: WorkflowParts): object {
  return withoutUndefined({ key: optionalPart("handlers", key, parts), ...options });
}

function formOptions(form: FormConfig, building: Building): object {
  const { parts } = building;
  switch (form.kind) {
    case "step":
      return bodyOptions(form, building);
    case "subflow":
      return subflowOptions(form, building);
    case "map":
      return {
        ...bodyOptions(form, building),
        over: parameterOf(form.over, parts),
        concurrency: numberOf(form.concurrency),
      };
    case "loop":
      return {
        ...bodyOptions(form, building),
        until: conditionOf(form.until, parts),
        maxIterations: numberOf(form.maxIterations),
      };
    case "on": {
      const limits = { concurrency: numberOf(form.concurrency), capacity: numberOf(form.capacity) };
      return { ...bodyOptions(form, building), event: eventOf(form.event, parts), ...limits };
    }
    case "race":
      return { of: form.of };
    case "wait":
      return withoutUndefined({
        event: eventOf(form.event, parts),
        where: optionalPart("conditions", form.where, parts),
      });
    case "sleep":
      return {};
    default:
      return form satisfies never;
  }
}

function bodyOptions(body: BodyConfig, building: Building): object {
  const { parts } = building;
  if ("workflow" in body) {
    return withoutUndefined({ run: building.build(body.workflow), capture: captureOptions(body.capture, parts) });
  }
  return withoutUndefined({
    run: partOf("handlers", body.handler, parts),
    collect: optionalPart("handlers", body.collect, parts),
  });
}

function subflowOptions({ workflow, capture, writeBack }: WorkflowBodyConfig, { parts, build }: Building): object {
  const handler = (name: string | undefined) => optionalPart("handlers", name, parts);
  return withoutUndefined({
    workflow: build(workflow),
    capture: captureOptions(capture, parts),
    writeBack:
      writeBack &&
      withoutUndefined({
        output: handler(writeBack.output),
        state: handler(writeBack.state),
        flowState: handler(writeBack.flowState),
      }),
  });
}

function captureOptions(capture: CaptureConfig | undefined, parts: WorkflowParts): object | undefined {
  if (capture === undefined) return undefined;
  const { state, flowState, resources } = capture;
  const handler = (name: string | undefined) => optionalPart("handlers", name, parts);
  return withoutUndefined({ state: handler(state), flowState: handler(flowState), resources });
}

/** As defineEvent makes it. */
function eventOf({ name, schema }: EventConfig, parts: WorkflowParts): EventDefinition {
  const parsedBy = optionalPart("schemas", schema, parts) ?? null;
  return Object.freeze({ name, schema: parsedBy as object | null }); // checkParts lets only schemas through
}
