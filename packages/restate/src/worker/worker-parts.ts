import type { ClassRegistry, Clock, Plan, StateStore } from "@stepspan/engine";
import type { Executor, FlowStates, observationBy, Values } from "@stepspan/engine/hosting";
import type { Wires } from "../protocol/wires.ts";

/** What all calls in a worker process have in common. */
export interface WorkerParts {
  readonly executor: Executor;
  readonly clock: Clock;
  readonly classes: ClassRegistry | null;
  readonly values: Values;
  readonly wires: Wires;
  /** Those of the process, under their names. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** Null without an ingress: no step here can have a step state or a flow state. */
  readonly kept: KeptStates | null;
  /** Null if nobody observes. */
  readonly observation: ReturnType<typeof observationBy> | null;
  /** How long an aborted body may take to end before its slot is given to others, in milliseconds. */
  readonly gracePeriodMs: number;
  /** The name of the machine and the number of the process. */
  readonly worker: string;
}

/** The states that outlive runs. */
export interface KeptStates {
  readonly store: StateStore;
  /** Over the same store. */
  readonly flows: FlowStates;
}

/** A workflow whose steps are called. */
export interface CalledWorkflow {
  readonly plan: Plan;
  readonly parts: WorkerParts;
  /** Steps that were found to use their state, by the workflow and their name; those whose source says so need no entry. */
  readonly usingState: Set<string>;
  /** Steps that were told of to work beside their waits. */
  readonly warned: Set<string>;
}
