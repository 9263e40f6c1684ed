import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { CoreState } from "../core/state.ts";
import { StepspanError } from "../errors/base.ts";
import { isInstance } from "../errors/is-instance.ts";
import { StepError } from "../errors/step-errors.ts";
import type { Evaluator } from "../evaluation/evaluator.ts";
import type { Values } from "../state/values.ts";

/** Where what a run returns goes. */
export interface ReturnReceiver {
  readonly record: Values["record"];
  readonly returned: (output: unknown) => void;
  readonly failed: (error: Error) => void;
}

/** All steps of a run, or of a child run, have settled well: finds what it returns, or why there is nothing. */
export function returnOutput(state: CoreState, evaluator: Evaluator, receiver: ReturnReceiver): void {
  const { plan } = state;
  const what = `The output of workflow "${plan.name}"`;
  const refused = (thrown: unknown) => receiver.failed(errorOf(thrown));
  const accepted = (value: unknown) => {
    let recorded: unknown;
    try {
      recorded = receiver.record(value, what);
    } catch (thrown) {
      return refused(thrown);
    }
    receiver.returned(recorded);
  };
  try {
    const value = outputOf(state, evaluator);
    if (plan.output === null) return accepted(value);
    const parsed = parseAtBorder(plan.output, value, what);
    if (parsed instanceof Promise) parsed.then(accepted, refused);
    else accepted(parsed);
  } catch (thrown) {
    refused(thrown);
  }
}

/** What a step stopped the run with, what the returns lambda gives, or the output of the last step. */
function outputOf(state: CoreState, evaluator: Evaluator): unknown {
  if (state.stopped !== null) return state.stopped.output;
  return state.plan.returns === null ? lastOutput(state) : evaluator.evaluateReturns(state.plan.returns);
}

/** Of the last written step that is not `always`; null if that did not succeed. */
function lastOutput({ plan, records }: CoreState): unknown {
  const index = plan.steps.findLastIndex((step) => !step.always);
  return records[index]?.status === "succeeded" ? records[index].output : null;
}

function errorOf(thrown: unknown): Error {
  return isInstance(thrown, StepspanError)
    ? thrown
    : new StepError({ step: "returns", attempt: 0, cause: thrown, input: undefined });
}
