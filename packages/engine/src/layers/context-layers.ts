import type { Resources } from "../context/resources.ts";
import type { FlowStateLayer, StateLayer, StepStateLayer } from "../context/state-layers.ts";
import type { ForkedContext, StepSnapshot } from "../context/step-context.ts";
import { share } from "../state/record.ts";
import { StateValues } from "../state/state-values.ts";
import { createStateLayer, type StateSource } from "./state-layer.ts";
import { createStepStateLayer, type StepStateSource } from "./step-state-layer.ts";

/** What the layers of an attempt are made of. Each is asked for when it is needed first. */
export interface ContextLayerParts {
  /** The recorded parameters. */
  readonly input: () => unknown;
  readonly state: () => StateSource;
  readonly stepState: () => StepStateSource;
  /** Undefined if the workflow declares none. */
  readonly flowState: () => FlowStateLayer | undefined;
  /** Resources that a fork can change without the attempt seeing it. */
  readonly forkResources: () => Resources;
}

/** The layers of one attempt, without its resources. Nothing is made before it is asked for: most steps use none. */
export class ContextLayers {
  readonly #parts: ContextLayerParts;
  #state: StateLayer | null = null;
  #stepState: StepStateLayer | null = null;
  #flowState: FlowStateLayer | undefined | null = null;

  constructor(parts: ContextLayerParts) {
    this.#parts = parts;
  }

  get state(): StateLayer {
    this.#state ??= createStateLayer(this.#parts.state());
    return this.#state;
  }

  get stepState(): StepStateLayer {
    this.#stepState ??= createStepStateLayer(this.#parts.stepState());
    return this.#stepState;
  }

  get flowState(): FlowStateLayer | undefined {
    if (this.#flowState === null) this.#flowState = this.#parts.flowState();
    return this.#flowState;
  }

  /** What the step sees now; nothing in it changes later. */
  snapshot(): StepSnapshot {
    const { input, state, stepState } = this.#parts;
    return Object.freeze({
      input: share(input()),
      state: share(state().values().all()),
      stepState: share(stepState().values().all()),
    });
  }

  /** The same layers over private copies: what changes there is recorded nowhere, the flow state apart. */
  fork(): ForkedContext {
    const { forkResources } = this.#parts;
    const stepSource = this.#parts.stepState();
    const processCount = stepSource.processCount();
    return Object.freeze({
      state: createStateLayer(forked(this.#parts.state())),
      stepState: createStepStateLayer({ ...forked(stepSource), processCount: () => processCount }),
      flowState: this.flowState,
      resources: forkResources(),
    });
  }
}

function forked(source: StateSource): StateSource {
  const values = new StateValues(source.values().all());
  return { ...source, values: () => values, commit: (patches) => values.apply(patches) };
}
