import type { StepForm } from "../plan/definition.ts";
import type {
  AttemptRecord,
  CancelReason,
  LogRecord,
  ReusedFrom,
  SkipReason,
  Span,
  SpanStatus,
  StateChange,
  WaitRecord,
} from "../spans/span.ts";
import type { Sent } from "./channel.ts";
import type { EvaluationRead, WaitOutcome } from "./events.ts";
import type { CoreState } from "./state.ts";
import type { Stretch } from "./stretches.ts";

/** One call of `run`; ended in place. */
export type MutableAttempt = { -readonly [Key in keyof AttemptRecord]: AttemptRecord[Key] };

/** One wait; ended in place. */
export type MutableWait = { -readonly [Key in keyof Omit<WaitRecord, "outcome">]: WaitRecord[Key] } & {
  readonly isSelective: boolean;
  /** Null while it is open. */
  outcome: WaitOutcome | { readonly kind: "withdrawn" } | null;
};

/** The waits of a step. */
export interface Waits {
  readonly entries: MutableWait[];
  /** How many were there when the open attempt began. */
  first: number;
  open: number;
  /** What is left of the attempt's timeout while it waits. */
  remainingMs: number | null;
  /** Its body goes on with one of them while it has others. */
  isAhead: boolean;
}

/** The items of a map, the iterations of a loop, or the turns of an `on` step. */
export interface Parts {
  readonly form: Extract<StepForm, { kind: "map" | "loop" | "on" }>;
  /** The items of a map. */
  readonly items: readonly unknown[];
  /** The events that an `on` step got, those that it has come to included. */
  readonly events: Sent[];
  /** Their indexes, in the order in which they began. */
  readonly units: number[];
  /** Those that have not settled. */
  open: number;
  /** The first that failed, or was lost, so that the step is too. */
  brokenBy: number | null;
  /** No further one begins. */
  isStopping: boolean;
}

/** All that the events of one step, or of one item of it, add up to; the span is a view of it. */
export interface StepRecord {
  readonly state: CoreState;
  readonly index: number;
  status: SpanStatus;
  params: Readonly<Record<string, unknown>> | undefined;
  output: unknown;
  error: Error | null;
  /** A failure that `continueOnError` or a race tolerates. */
  tolerated: boolean;
  skipped: SkipReason | null;
  cancelled: CancelReason | null;
  queuedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  /** The sequence number of the event with which it started first, and of that with which it settled; 0 for none. */
  startedBy: number;
  settledBy: number;
  /** The times after its start in which it did not run; null if there were none. */
  stretches: Stretch[] | null;
  attemptCount: number;
  /** Null for the one attempt that begins and ends with the step, and for none. */
  attemptList: MutableAttempt[] | null;
  reads: readonly EvaluationRead[];
  /** Names of the steps on which its evaluation was suspended. */
  discovered: string[] | null;
  /** How often each lambda was suspended, by its parameter. */
  suspensions: Map<string | null, number> | null;
  vars: Record<string, unknown> | null;
  usage: Record<string, number> | null;
  logs: LogRecord[] | null;
  waits: Waits | null;
  changes: StateChange[] | null;
  /** Of a step that did not run itself. */
  reusedFrom: ReusedFrom | null;
  /** Of a map, a loop or an `on` step that has begun. */
  parts: Parts | null;
  /** The child run of a step whose body is a workflow. */
  child: CoreState | null;
  /** The span, once somebody has looked at it: the only thing here that no event says. */
  span: Span | null;
}

const noReads: readonly EvaluationRead[] = Object.freeze([]);

/** What nearly every step comes to have. */
class CommonFields {
  readonly state: CoreState;
  readonly index: number;
  status: SpanStatus = "pending";
  params: StepRecord["params"] = undefined;
  output: unknown = undefined;
  queuedAt: number | null = null;
  startedAt: number | null = null;
  finishedAt: number | null = null;
  startedBy = 0;
  settledBy = 0;
  attemptCount = 0;
  reads = noReads;
  span: Span | null = null;

  constructor(state: CoreState, index: number) {
    this.state = state;
    this.index = index;
  }
}

/** What few steps have. It lies behind all records once; a record has its own of what is written to it. */
const rareFields: Omit<StepRecord, keyof CommonFields> = {
  error: null,
  tolerated: false,
  skipped: null,
  cancelled: null,
  attemptList: null,
  stretches: null,
  discovered: null,
  suspensions: null,
  vars: null,
  usage: null,
  logs: null,
  waits: null,
  changes: null,
  reusedFrom: null,
  parts: null,
  child: null,
};
Object.assign(CommonFields.prototype, rareFields);

export function createStepRecord(state: CoreState, index: number): StepRecord {
  return new CommonFields(state, index) as CommonFields & typeof rareFields; // the others are behind it
}

/** The waits of a step, made when it first waits. */
export function waitsOf(record: StepRecord): Waits {
  record.waits ??= { entries: [], first: 0, open: 0, remainingMs: null, isAhead: false };
  return record.waits;
}

/** Notes the time at which a step really began. */
export function noteStart(record: StepRecord, time: number): void {
  if (record.startedAt !== null) return;
  record.startedAt = time;
  record.startedBy = record.state.tree.sequence;
  record.state.tree.startOrder.push(record);
}
