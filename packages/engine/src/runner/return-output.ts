import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { Fact } from "../core/facts.ts";
import type { CoreState } from "../core/state.ts";
import { StepspanError } from "../errors/base.ts";
import { isInstance } from "../errors/is-instance.ts";
import { StepError } from "../errors/step-errors.ts";
import type { Evaluator } from "../evaluation/evaluator.ts";
import { record } from "../state/record.ts";

/** All steps have settled well: finds what the workflow returns, and posts that or why there is none. */
export function returnOutput(state: CoreState, evaluator: Evaluator, post: (fact: Fact) => void): void {
  const { plan } = state;
  const what = `The output of workflow "${plan.name}"`;
  const refused = (thrown: unknown) => post({ type: "return-failed", error: errorOf(thrown) });
  const accepted = (value: unknown) => {
    try {
      post({ type: "returned", output: record(value, what) });
    } catch (thrown) {
      refused(thrown);
    }
  };
  try {
    const value = plan.returns === null ? lastOutput(state) : evaluator.evaluateReturns(plan.returns);
    if (plan.output === null) return accepted(value);
    const parsed = parseAtBorder(plan.output, value, what);
    if (parsed instanceof Promise) parsed.then(accepted, refused);
    else accepted(parsed);
  } catch (thrown) {
    refused(thrown);
  }
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
