import { createFlowStates, type FlowStates } from "../layers/flow-states.ts";
import { createStepStates, type StepStates } from "../layers/step-states.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { Values } from "../state/values.ts";

/** What outlives the runs of an engine: the flow states of workflows, and the states of steps. */
export interface EngineStates {
  readonly flows: FlowStates;
  readonly steps: StepStates;
  /** Reads the state of a step before it is called; a promise if the store is asynchronous. @throws StoreError */
  prepare(workflow: string, step: string): void | Promise<void>;
}

/** All runs of an engine share them, so that they do not fight over what they change. */
export function createEngineStates(store: StateStore, values: Values): EngineStates {
  const steps = createStepStates({
    store,
    record: values.record,
    onError: (error) => console.error(`A step state could not be written: ${error.message}`),
  });
  /** Told by the first read; with a synchronous store nothing is read before it is asked for. */
  let isAsynchronous: boolean | null = null;
  return {
    flows: createFlowStates(store),
    steps,
    prepare(workflow, step) {
      if (isAsynchronous === false) return;
      const opened = steps.open(workflow, step);
      isAsynchronous ??= opened instanceof Promise;
      if (opened instanceof Promise) return opened.then(() => undefined);
    },
  };
}
