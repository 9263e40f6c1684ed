import type { FlowStateLayer } from "../context/state-layers.ts";
import { StateError } from "../errors/value-errors.ts";
import type { Schema } from "../plan/schema.ts";
import type { StatePatch } from "../spans/span.ts";
import { checkStateKey } from "../state/draft.ts";
import { share } from "../state/record.ts";
import type { StateValues } from "../state/state-values.ts";
import { changeFlowState, type FlowStateRules, type FlowStates, readFlowState } from "./flow-states.ts";
import { setPatches } from "./state-changes.ts";
import type { RecordValue } from "./state-rules.ts";
import { type Recipe, refusePromise, type Transaction, transactionOf } from "./transaction.ts";

/** The flow state of a workflow, for one step of a run. */
export interface FlowStateParts {
  readonly states: FlowStates;
  readonly workflow: string;
  readonly schema: Schema | null;
  readonly record: RecordValue;
  /** Told of each change when the store has it; never without patches. */
  readonly onCommit: (patches: readonly StatePatch[]) => void;
}

/** A layer over the flow state of a workflow. Recipes and changes are synchronous, and run again when others were first. */
export function createFlowStateLayer(parts: FlowStateParts): FlowStateLayer {
  const { states, workflow, onCommit } = parts;
  const what = `The flow state of workflow ${JSON.stringify(workflow)}`;
  const rules: FlowStateRules = { what, workflow, schema: parts.schema, record: parts.record };
  const queue = states.queueOf(workflow);

  const commit = (verb: string, change: (values: StateValues) => Transaction): Promise<unknown> => {
    if (queue.isInRecipe) throw calledInRecipe(what, verb);
    return queue.run(async () => {
      const { patches, result } = await changeFlowState(states.store, rules, (values) =>
        queue.inRecipe(() => change(values)),
      );
      if (patches.length > 0) onCommit(patches);
      return result;
    });
  };
  const returned = `What a transaction of the flow state of workflow ${JSON.stringify(workflow)} returned`;
  const keep = (result: unknown) => parts.record(result, returned);

  const layer = {
    get: async (key: string, fallback?: unknown) => {
      checkStateKey(key, what);
      const { values } = await readFlowState(states.store, rules);
      return Object.hasOwn(values, key) ? share(values[key]) : fallback;
    },
    set: (key: string, value: unknown) =>
      commit("set", (values) => ({ patches: setPatches(rules, values, key, value), result: undefined })),
    update: (key: string, change: (value: unknown) => unknown) =>
      commit("update", (values) => ({ patches: updatePatches(rules, values, key, change), result: undefined })),
    transaction: (recipe: Recipe) => commit("transaction", (values) => transactionOf(rules, values, recipe, keep)),
  };
  return Object.freeze(layer) as FlowStateLayer; // what it gives is what was set
}

/** Changes are pure: the value that they get is frozen, or a copy. */
function updatePatches(rules: FlowStateRules, values: StateValues, key: string, change: (value: unknown) => unknown) {
  checkStateKey(key, rules.what);
  const changed = change(share(values.get(key)));
  refusePromise(changed, rules.what);
  return setPatches(rules, values, key, changed);
}

/** Thrown at once: waiting for it inside of a synchronous recipe is not possible. */
function calledInRecipe(what: string, verb: string): StateError {
  return new StateError(
    `${what} got ${verb} inside of the recipe of a transaction. Change the draft of the recipe instead; nothing has changed.`,
  );
}
