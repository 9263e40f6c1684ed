import type { StateLayer } from "@stepspan/engine";
import {
  type ContextParts,
  type CoreState,
  createContextSource,
  type PartsOfAttempt,
  type RunResources,
  type Values,
} from "@stepspan/engine/hosting";
import type { CallEffects } from "./call-effects.ts";
import type { CallStates } from "./call-states.ts";
import { notedState } from "./noted-state.ts";

interface CallLayersParts {
  readonly state: CoreState;
  readonly index: number;
  readonly states: CallStates;
  readonly effects: CallEffects;
  readonly values: Values;
  /** Whether an earlier call of the same attempt was counted. */
  readonly isCounted: boolean;
  readonly resources: () => RunResources;
}

/** The layers of the attempt that a call is: those of the engine, and what is noted of their use. */
export function createCallLayers(given: CallLayersParts): (attempt: PartsOfAttempt) => ContextParts {
  const { state, states, isCounted, resources } = given;
  const layersOf = createContextSource(
    {
      states: {
        stateSource: (...place) => states.states.stateSource(...place),
        stepStateSource: (...place) => states.states.stepStateSource(...place),
        flowState: (...place) => states.states.flowState(...place),
        countCall: (...place) => (isCounted ? undefined : states.states.countCall(...place)),
      },
      resources: { of: resources },
    },
    state,
  );
  return (attempt) => {
    states.isOpen = attempt.isOpen;
    return new CallLayers(layersOf(attempt), given);
  };
}

class CallLayers implements ContextParts {
  readonly #layers: ContextParts;
  readonly #parts: CallLayersParts;
  #state: StateLayer | null = null;

  constructor(layers: ContextParts, parts: CallLayersParts) {
    this.#layers = layers;
    this.#parts = parts;
  }

  get state(): StateLayer {
    const { effects, values, state } = this.#parts;
    const what = `The state of workflow ${JSON.stringify(state.plan.name)}`;
    this.#state ??= notedState(this.#layers.state, effects, (value) => values.record(value, what));
    return this.#state;
  }

  get stepState(): ContextParts["stepState"] {
    this.#parts.states.check("stepState");
    return this.#layers.stepState;
  }

  get flowState(): ContextParts["flowState"] {
    const { state, states } = this.#parts;
    if (state.plan.flowState !== null && state.flowValues === null) states.check("flowState");
    return this.#layers.flowState;
  }

  get resources(): ContextParts["resources"] {
    return this.#layers.resources;
  }

  /** The step's own state is left out if nothing in the body names it: errors show what their steps saw. */
  snapshot(): ReturnType<ContextParts["snapshot"]> {
    const { effects, states, state, index, values } = this.#parts;
    effects.readAll();
    if (states.hasStepState) return this.#layers.snapshot();
    const { share } = values;
    return Object.freeze({
      input: share(state.records[index]?.params),
      state: share(state.values.all()),
      stepState: Object.freeze({}),
    });
  }

  fork(): ReturnType<ContextParts["fork"]> {
    this.#parts.effects.readAll();
    this.#parts.states.check("stepState");
    return this.#layers.fork();
  }
}
