import { createFlowStates, type FlowStates } from "../layers/flow-states.ts";
import { createStepStates, type StepStates } from "../layers/step-states.ts";
import type { Store } from "../ports/store.ts";
import type { Values } from "../state/values.ts";

/** What outlives the runs of an engine: the flow states of workflows, and the states of steps. */
export interface EngineStates {
  readonly flows: FlowStates;
  readonly steps: StepStates;
}

/** All runs of an engine share them, so that they do not fight over what they change. */
export function createEngineStates(store: Store, values: Values): EngineStates {
  return {
    flows: createFlowStates(store.states),
    steps: createStepStates({
      store: store.states,
      record: values.record,
      onError: (error) => console.error(`A step state could not be written: ${error.message}`),
    }),
  };
}
