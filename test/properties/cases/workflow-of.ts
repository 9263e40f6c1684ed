import type { Runnable, StepDefinition } from "@stepspan/engine";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../support/definitions.ts";
import type { ScriptedCalls } from "../../support/scripted-calls.ts";
import { compute, declaredReads } from "./expression.ts";
import {
  type GuardCase,
  outputOf,
  parameterName,
  type StepCase,
  usualBehaviour,
  type WorkflowCase,
} from "./workflow-case.ts";

/** What a body throws that is not to be tried again. */
export class FatalError extends Error {}

/** The workflow that the data describes; its bodies are in the hands of a host. */
export function workflowOfCase(workflow: WorkflowCase, calls: ScriptedCalls, name = "random"): Runnable {
  const { steps, failFast, timeoutMs } = workflow;
  return workflowOf(
    steps.map((step) => stepOfCase(step, calls)),
    { name, failFast, timeoutMs },
  );
}

function stepOfCase(step: StepCase, calls: ScriptedCalls): StepDefinition {
  const { name, behaviours, guard, params, retry, ...options } = step;
  return stepOf(name, {
    ...options,
    when:
      guard === null
        ? null
        : lambdaOf((scope) => guardOf(guard, compute(guard.value, scope)), ...declaredReads(guard.value)),
    params: params.map((expression, index) =>
      parameterOf(
        parameterName(index),
        lambdaOf((scope) => compute(expression, scope), ...declaredReads(expression)),
      ),
    ),
    retry: { ...retry, when: (error) => !(error instanceof FatalError) },
    run: (given: Readonly<Record<string, number>>, context) => {
      const { result, pace, onAbort } = behaviours[context.attempt - 1] ?? usualBehaviour;
      const output = outputOf(
        name,
        params.map((_, index) => given[parameterName(index)]!),
      ); // each has a lambda
      const error = result === "fatal" ? new FatalError("fatal") : new Error("thrown by a body");
      return calls.call({ result: result === "fatal" ? "throw" : result, pace, onAbort, output, error }, context);
    },
  });
}

function guardOf({ holds }: GuardCase, value: number): unknown {
  switch (holds) {
    case "always":
      return true;
    case "even":
      return value % 2 === 0;
    case "odd":
      return value % 2 !== 0;
    case "broken":
      return value;
    default:
      return holds satisfies never;
  }
}
