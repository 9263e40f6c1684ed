import type { ActiveContext } from "../context/active-context.ts";
import { readByKey } from "../context/key-notation.ts";
import type { RunContext } from "../context/run-context.ts";
import type { CoreState } from "../core/state.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { share } from "../state/record.ts";

/** The run context of a lambda: input and spans only; what it reads counts as a read of the lambda. */
export function createLambdaRunContext(state: CoreState, active: ActiveContext, step: string | null): RunContext {
  const { run, plan } = state;
  return {
    runId: run?.runId ?? "",
    workflow: plan.name,
    input: share(run?.input),
    getData: (key) =>
      readByKey(key, {
        current: active.currentSpan,
        parent: step === null ? null : active.parentSpan,
        stepNames: plan.indexByName,
        readStep: (name) => active.stepSpan(name, { default: null }),
      }),
    setData: (key) => {
      throw new DefinitionError(
        `setData(${JSON.stringify(key)}) was called in a lambda. Lambdas only read: call it in the run function of a step.`,
      );
    },
  };
}
