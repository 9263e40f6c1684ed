import type { Resources } from "../context/resources.ts";
import type { StateLayer, StepStateLayer } from "../context/state-layers.ts";
import type { FlowStateOf, ForkedContext, StepSnapshot, UndeclaredTypes } from "../context/step-context.ts";

/** The layers of an attempt's context; made when they are first asked for. */
export interface ContextParts {
  readonly state: StateLayer;
  readonly stepState: StepStateLayer;
  readonly flowState: FlowStateOf<UndeclaredTypes["flowState"]>;
  readonly resources: Resources;
  snapshot(): StepSnapshot;
  fork(): ForkedContext;
}

/** The attempt whose layers they are. */
export interface PartsOfAttempt {
  readonly index: number;
  /** What an attempt that is over, or one that repeats itself, changes is ignored. */
  readonly isOpen: () => boolean;
}
