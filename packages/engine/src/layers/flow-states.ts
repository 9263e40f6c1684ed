import type { StateKey, StateStore, VersionedValues } from "../ports/state-store.ts";
import type { StatePatch } from "../spans/span.ts";
import { applyStatePatches, StateValues } from "../state/state-values.ts";
import { FlowQueue } from "./flow-queue.ts";
import { initialState } from "./initial-state.ts";
import { recordValues, type StateRules, type Values } from "./state-rules.ts";
import { refuseStaleAnswer, storeFailure } from "./store-failures.ts";
import type { Transaction } from "./transaction.ts";

/** The flow states of all workflows that this process runs. */
export interface FlowStates {
  readonly store: StateStore;
  /** The same one for all that change the flow state of a workflow. */
  queueOf(workflow: string): FlowQueue;
}

/** Flow states in a store; what changes one in this process has to go through the same `FlowStates`. */
export function createFlowStates(store: StateStore): FlowStates {
  const queues = new Map<string, FlowQueue>();
  return {
    store,
    queueOf: (workflow) => {
      const known = queues.get(workflow) ?? new FlowQueue();
      queues.set(workflow, known);
      return known;
    },
  };
}

/** Whose flow state it is, and by which rules it changes. */
export interface FlowStateRules extends StateRules {
  readonly workflow: string;
}

/** The flow state as the store has it; its schema's defaults if nothing was written yet. @throws StoreError (rejects) */
export async function readFlowState(store: StateStore, rules: FlowStateRules): Promise<VersionedValues> {
  const key = keyOf(rules);
  try {
    const { values, version } = await store.read(key);
    return { values: version === 0 ? initialState(rules) : recordValues(rules, values), version };
  } catch (thrown) {
    throw storeFailure("read", key, thrown);
  }
}

/** What a change came to in the end. */
export interface CommittedChange {
  readonly result: unknown;
  readonly patches: readonly StatePatch[];
}

/**
 * Reads, changes and writes, until nobody else wrote in between: each time that it has to begin again another change
 * has succeeded.
 *
 * @throws StoreError (rejects) if the store fails
 */
export async function changeFlowState(
  store: StateStore,
  rules: FlowStateRules,
  change: (values: StateValues) => Transaction,
): Promise<CommittedChange> {
  const key = keyOf(rules);
  let before = await readFlowState(store, rules);
  for (;;) {
    const { patches, result } = change(new StateValues(before.values));
    if (patches.length === 0 || (await write(store, key, before.version, applyStatePatches(before.values, patches)))) {
      return { patches, result };
    }
    const stored = await readFlowState(store, rules);
    refuseStaleAnswer(key, before.version, stored);
    before = stored;
  }
}

async function write(store: StateStore, key: StateKey, version: number, values: Values): Promise<boolean> {
  try {
    return await store.write(key, version, values);
  } catch (thrown) {
    throw storeFailure("write", key, thrown);
  }
}

function keyOf({ workflow }: FlowStateRules): StateKey {
  return { workflow, step: null };
}
