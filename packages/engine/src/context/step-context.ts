import type { LogLevel } from "../spans/span.ts";
import type { EventDefinition } from "./event-definition.ts";
import type { Resources } from "./resources.ts";
import type { AnyValues, FlowStateLayer, StateLayer, StepStateLayer } from "./state-layers.ts";

/** Custom variables of the step's own span. Values are recorded as copies. */
export interface SpanWriter {
  set(name: string, value: unknown): void;
  get(name: string): unknown;
}

/** Amounts that add up: on the step's span and on each of its ancestors, once. */
export interface UsageWriter {
  /** @param amount a finite number of at least 0 */
  add(unit: string, amount: number): void;
}

export type LogWriter = {
  readonly [level in LogLevel]: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
};

/** The run as its steps see it. */
export interface RunIdentity {
  readonly id: string;
  readonly workflow: string;
  /** What the caller of `engine.run` gave as `metadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly parentRunId: string | null;
}

/** Facts of the attempt. Times are milliseconds since the epoch. */
export interface AttemptMetadata {
  readonly attempt: number;
  readonly startedAt: number;
  /** Null while the attempt is open. */
  readonly finishedAt: number | null;
  /** Milliseconds from start to end, or until now. */
  readonly duration: number;
}

/** What a step waits for, besides the event itself. */
export interface WaitOptions<Data> {
  /** Chooses among the events; each is asked about once. */
  readonly where?: (data: Data) => boolean;
  /** Milliseconds, or a text such as "30s". Default: no limit. */
  readonly timeout?: number | string;
}

/** A deep copy of what a step could see: nothing in it changes any more. */
export interface StepSnapshot {
  readonly input: unknown;
  readonly state: Readonly<Record<string, unknown>>;
  readonly stepState: Readonly<Record<string, unknown>>;
}

/** The types of what a workflow declares. */
export interface ContextTypes {
  readonly state: object;
  readonly flowState: object | null;
  readonly resources: object;
}

/** Those of a workflow that declares nothing. */
export interface UndeclaredTypes extends ContextTypes {
  readonly state: AnyValues;
  readonly flowState: AnyValues | null;
  readonly resources: AnyValues;
}

/** An independent copy of a step's context for a branch of its work: its changes stay its own, `flowState` is shared. */
export interface ForkedContext<out Types extends ContextTypes = UndeclaredTypes> {
  readonly state: StateLayer<Types["state"]>;
  readonly stepState: StepStateLayer;
  readonly flowState: FlowStateOf<Types["flowState"]>;
  readonly resources: Resources<Types["resources"]>;
}

/** Undefined unless the workflow declares it. */
export type FlowStateOf<Values> = Values extends object ? FlowStateLayer<Values> : undefined;

/** What a `run` function gets as its second argument; one per attempt. */
export interface StepContext<out Types extends ContextTypes = UndeclaredTypes> {
  readonly run: RunIdentity;
  /** The name of the step. */
  readonly step: string;
  readonly path: string;
  /** The resolved parameters: the first argument of `run`. */
  readonly input: unknown;
  /** Counts from 1. */
  readonly attempt: number;
  readonly metadata: AttemptMetadata;
  /** Aborted by a cancel, by a failure under `failFast`, and by the attempt's timeout. */
  readonly signal: AbortSignal;
  /** The same for all attempts of this step in this run, and for no other step or run. */
  readonly idempotencyKey: string;
  readonly span: SpanWriter;
  readonly usage: UsageWriter;
  readonly log: LogWriter;
  /** Values of this run. */
  readonly state: StateLayer<Types["state"]>;
  /** Values of this step, across runs. */
  readonly stepState: StepStateLayer;
  /** Values of this workflow, across runs. */
  readonly flowState: FlowStateOf<Types["flowState"]>;
  readonly resources: Resources<Types["resources"]>;
  /** Tells whoever listens outside, now: it is kept nowhere. @throws InputError if the event's schema refuses the data */
  emit<Given>(event: EventDefinition<unknown, Given>, data: Given): void;
  /** Sends an event to the steps of this workflow that are written with `on`, and to waits. @throws InputError */
  send<Given>(event: EventDefinition<unknown, Given>, data: Given): void;
  /**
   * Waits for an event without holding a slot; the time does not count for the step's `timeout`.
   *
   * @throws StepTimeoutError (rejects) when its `timeout` is over
   */
  waitFor<Data>(event: EventDefinition<Data>, options?: WaitOptions<Data>): Promise<Data>;
  /** Waits without holding a slot: milliseconds, or a text such as "30s". */
  sleep(duration: number | string): Promise<void>;
  /** Ends the run well, with this output: what has not settled is cancelled, `always` steps still run. */
  stop(output?: unknown): void;
  snapshot(): StepSnapshot;
  fork(): ForkedContext<Types>;
}
