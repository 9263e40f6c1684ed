import { openResources } from "../resources/open-resources.ts";
import { createEngineStates } from "../runner/engine-states.ts";
import { createAttempts } from "../runner/run-attempts.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { EngineParts } from "../runner/run-settings.ts";
import { createSafeMemos } from "../runner/safe-memos.ts";
import { createSchedules } from "../schedule/schedules.ts";
import { createValues } from "../state/values.ts";

/** What the runs of an engine share whose bodies are called in this process. */
export function partsOfEngine({ classes, redaction, store }: RunnerPorts, isAlone: () => boolean): EngineParts {
  const values = createValues(classes, store.checkValue?.bind(store));
  return {
    values,
    states: createEngineStates(redaction.states(store.states), values),
    memos: createSafeMemos(store),
    schedules: createSchedules(store),
    isAlone,
    createAttempts,
    openResources,
  };
}
