import { readByKey, variableOfKey } from "../context/key-notation.ts";
import type { RunContext } from "../context/run-context.ts";
import { share } from "../state/record.ts";
import type { Attempt } from "./attempt.ts";

/** The run as what a body calls sees it. */
export function createBodyRunContext(attempt: Attempt): RunContext {
  const { state, identity, rootSpan } = attempt.environment;
  return {
    runId: identity.id,
    workflow: identity.workflow,
    input: share(state.run?.input),
    getData: (key) =>
      readByKey(key, {
        current: attempt.currentSpan,
        parent: rootSpan,
        stepNames: state.plan.indexByName,
        readStep: (name) => attempt.stepSpan(name, { default: null }),
      }),
    setData: (key, value) => attempt.writers.span.set(variableOfKey(key), value),
  };
}
