import type { AttemptEnvironment } from "../attempts/attempt-environment.ts";
import type { CoreState } from "../core/state.ts";
import { pathAt, stepAt } from "../core/units.ts";
import { ContextLayers } from "../layers/context-layers.ts";
import { createStepResources, type StepResources } from "../resources/step-resources.ts";
import type { RunHost } from "./run-host.ts";

/** Makes the layers of attempts: state, step state, flow state and resources, each when it is first asked for. */
export function createContextSource(
  { states, resources }: RunHost,
  state: CoreState,
): AttemptEnvironment["contextParts"] {
  return ({ index, isOpen }) => {
    const path = pathAt(state, index);
    const { name } = stepAt(state, index);
    let own: StepResources | null = null;
    let isCounted = false;
    const stepResources = () => {
      own ??= createStepResources(resources.of(state), { step: name, workflow: state.plan.name });
      return own;
    };
    const countCall = () => {
      if (!isCounted) states.countCall(state, name);
      isCounted = true;
    };
    const layers = new ContextLayers({
      input: () => state.records[index]?.params,
      state: () => states.stateSource(state, path, isOpen),
      stepState: () => states.stepStateSource(state, name, path, isOpen),
      flowState: () => states.flowState(state, path, isOpen),
      forkResources: () => stepResources().fork().resources,
    });
    return {
      get state() {
        return layers.state;
      },
      get stepState() {
        countCall();
        return layers.stepState;
      },
      get flowState() {
        return layers.flowState;
      },
      get resources() {
        return stepResources().resources;
      },
      snapshot: () => layers.snapshot(),
      fork: () => {
        countCall();
        return layers.fork();
      },
    };
  };
}
