import type { AttemptEnvironment } from "../attempts/attempt-environment.ts";
import type { CoreState } from "../core/state.ts";
import { stepAt } from "../core/units.ts";
import { createStepResources } from "../resources/step-resources.ts";
import type { RunHost } from "./run-host.ts";

export function createContextSource(host: RunHost, state: CoreState): AttemptEnvironment["contextParts"] {
  return ({ index, input }) => ({
    get state(): never {
      throw new Error("later");
    },
    get stepState(): never {
      throw new Error("later");
    },
    flowState: undefined,
    get resources() {
      return createStepResources(host.resources.of(state), {
        step: stepAt(state, index).name,
        workflow: state.plan.name,
      }).resources;
    },
    snapshot: () => ({ input, state: {}, stepState: {} }),
    fork(): never {
      throw new Error("later");
    },
  });
}
