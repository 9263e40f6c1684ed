import type { AttemptEnvironment } from "../attempts/attempt-environment.ts";
import type { ContextParts, PartsOfAttempt } from "../attempts/context-parts.ts";
import type { Resources } from "../context/resources.ts";
import type { StateLayer, StepStateLayer } from "../context/state-layers.ts";
import type { ForkedContext, StepSnapshot } from "../context/step-context.ts";
import type { CoreState } from "../core/state.ts";
import { pathAt, stepAt } from "../core/units.ts";
import { ContextLayers } from "../layers/context-layers.ts";
import type { RunResources } from "../resources/run-resources.ts";
import { createStepResources, type StepResources } from "../resources/step-resources.ts";
import type { RunStates } from "./run-states.ts";

/** Where the layers of attempts come from. */
export interface ContextOrigin {
  readonly states: Pick<RunStates, "stateSource" | "stepStateSource" | "flowState" | "countCall">;
  readonly resources: { of(state: CoreState): RunResources };
}

/** Makes the layers of attempts: state, step state, flow state and resources, each when it is first asked for. */
export function createContextSource(origin: ContextOrigin, state: CoreState): AttemptEnvironment["contextParts"] {
  return (attempt) => new AttemptLayers(origin, state, attempt);
}

class AttemptLayers implements ContextParts {
  readonly #origin: ContextOrigin;
  readonly #state: CoreState;
  readonly #step: string;
  readonly #layers: ContextLayers;
  #resources: StepResources | null = null;
  #isCounted = false;

  constructor(origin: ContextOrigin, state: CoreState, { index, isOpen }: PartsOfAttempt) {
    const { states } = origin;
    const path = pathAt(state, index);
    const { name } = stepAt(state, index);
    this.#origin = origin;
    this.#state = state;
    this.#step = name;
    this.#layers = new ContextLayers({
      input: () => state.records[index]?.params,
      state: () => states.stateSource(state, path, isOpen),
      stepState: () => states.stepStateSource(state, name, path, isOpen),
      flowState: () => states.flowState(state, path, isOpen),
      forkResources: () => this.#stepResources.fork().resources,
    });
  }

  get state(): StateLayer {
    return this.#layers.state;
  }

  get stepState(): StepStateLayer {
    this.#countCall();
    return this.#layers.stepState;
  }

  get flowState(): ContextParts["flowState"] {
    return this.#layers.flowState;
  }

  get resources(): Resources {
    return this.#stepResources.resources;
  }

  snapshot(): StepSnapshot {
    return this.#layers.snapshot();
  }

  fork(): ForkedContext {
    this.#countCall();
    return this.#layers.fork();
  }

  get #stepResources(): StepResources {
    const place = { step: this.#step, workflow: this.#state.plan.name };
    this.#resources ??= createStepResources(this.#origin.resources.of(this.#state), place);
    return this.#resources;
  }

  #countCall(): void {
    if (!this.#isCounted) this.#origin.states.countCall(this.#state, this.#step);
    this.#isCounted = true;
  }
}
