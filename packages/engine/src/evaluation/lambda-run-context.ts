import type { ActiveContext } from "../context/active-context.ts";
import { readByKey } from "../context/key-notation.ts";
import type { RunContext } from "../context/run-context.ts";
import type { CoreState } from "../core/state.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import type { RunSpan } from "../spans/span.ts";
import { share } from "../state/record.ts";

/** The spans that a lambda can come to. `parentSpan`: null for what the workflow returns, whose own span is that of the run. */
export type LambdaSpans = Pick<ActiveContext, "stepSpan" | "currentSpan"> & { readonly parentSpan: RunSpan | null };

/** The run context of a lambda: input and spans only; what it reads counts as a read of the lambda. */
export function createLambdaRunContext(state: CoreState, spans: LambdaSpans): RunContext {
  const { run, plan } = state;
  return {
    runId: run?.runId ?? "",
    workflow: plan.name,
    input: share(run?.input),
    getData: (key) =>
      readByKey(key, {
        current: spans.currentSpan,
        parent: spans.parentSpan,
        stepNames: plan.indexByName,
        readStep: (name) => spans.stepSpan(name, { default: null }),
      }),
    setData: (key) => {
      throw new DefinitionError(
        `setData(${JSON.stringify(key)}) was called in a lambda. Lambdas only read: call it in the run function of a step.`,
      );
    },
  };
}
