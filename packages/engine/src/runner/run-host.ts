import type { CoreState } from "../core/state.ts";
import type { RunSchedule } from "../schedule/schedules.ts";
import type { Values } from "../state/values.ts";
import type { Emissions } from "./emissions.ts";
import type { RunObservation } from "./observation.ts";
import type { ResourceBook } from "./resource-book.ts";
import type { RunLoop } from "./run-loop.ts";
import type { RunnerPorts } from "./run-ports.ts";
import type { RunStates } from "./run-states.ts";

/** What the parts of a run's execution have in common. */
export interface RunHost {
  readonly runId: string;
  readonly ports: RunnerPorts;
  readonly root: CoreState;
  readonly loop: RunLoop;
  readonly emissions: Emissions;
  readonly observation: RunObservation;
  readonly resources: ResourceBook;
  readonly states: RunStates;
  /** Null: first in, first out. */
  readonly schedule: RunSchedule | null;
  readonly values: Values;
  readonly now: () => number;
  readonly gracePeriodMs: number;
  /** Whether no other run is open in the engine. */
  readonly isAlone: () => boolean;
}
