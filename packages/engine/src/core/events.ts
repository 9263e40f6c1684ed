import type { StalledStep } from "../errors/run-errors.ts";
import type { StepRead } from "../plan/expected-reads.ts";
import type { PlanOutline } from "../plan/outline.ts";
import type { RerunOf } from "../spans/run.ts";
import type { CancelReason, LogLevel, ReusedFrom, SkipReason, StatePatch } from "../spans/span.ts";

/** A read that an evaluation made. */
export type EvaluationRead = StepRead;

/** The lambda of one parameter (null for the guard) that reads steps which have not settled. */
export interface Suspension {
  readonly parameter: string | null;
  readonly on: readonly string[];
}

/** What came of a wait. */
export type WaitOutcome =
  | { readonly kind: "answered"; readonly data: unknown }
  | { readonly kind: "elapsed" }
  | { readonly kind: "timed-out" }
  /** `where` threw. */
  | { readonly kind: "failed"; readonly error: Error };

/** What came of a step in an earlier run: settled so that a run could go on from it. */
export type ReusedOutcome =
  | { readonly kind: "succeeded"; readonly output: unknown }
  /** Tolerated. */
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "skipped"; readonly because: SkipReason }
  /** The loser of a race. */
  | { readonly kind: "cancelled"; readonly because: CancelReason };

/** Why a run was set aside. */
export type ParkReason =
  /** So many processes in a row ended while its steps ran. */
  | { readonly kind: "crashes"; readonly count: number }
  /** It does not fit the workflow as it is now. */
  | { readonly kind: "mismatch"; readonly message: string };

/** What a child run begins with. */
export interface ChildStart {
  readonly input: unknown;
  /** What was captured of the parent's state; empty if nothing was. */
  readonly state: Readonly<Record<string, unknown>>;
  /** A flow state of the child's own; null: that of its workflow. */
  readonly flowState: Readonly<Record<string, unknown>> | null;
}

/** One fact of a run, before it has its place in the journal. */
export type EventBody =
  | {
      readonly type: "run-started";
      readonly runId: string;
      readonly workflow: string;
      readonly version: string | null;
      /** What it was started with, so that a definition with which it would go on can be compared. */
      readonly outline: PlanOutline;
      readonly parentRunId: string | null;
      /** Null for a run that is no rerun. */
      readonly rerunOf: RerunOf | null;
      readonly input: unknown;
      /** The values with which its state begins. */
      readonly state: Readonly<Record<string, unknown>>;
      readonly metadata: Readonly<Record<string, unknown>>;
      /** Limit of the run in milliseconds. */
      readonly timeoutMs: number | null;
      /** How long aborted attempts may go on, in milliseconds. */
      readonly gracePeriodMs: number;
      /** It stays open for events until its intake is closed. */
      readonly live: boolean;
      /** The names of its resources: they themselves are never stored. */
      readonly resources: readonly string[];
    }
  /** The guard held, and these are the items of the map. */
  | {
      readonly type: "map-started";
      readonly path: string;
      readonly items: readonly unknown[];
      readonly reads: readonly EvaluationRead[];
    }
  /** The guard held: the first iteration follows. */
  | { readonly type: "loop-started"; readonly path: string; readonly reads: readonly EvaluationRead[] }
  /** `until` has spoken about an iteration that succeeded. */
  | { readonly type: "iteration-decided"; readonly path: string; readonly isLast: boolean }
  /** The guard held: from now on its events are taken from its mailbox. */
  | { readonly type: "intake-opened"; readonly path: string; readonly reads: readonly EvaluationRead[] }
  /** The guard held, and a run of the step's workflow begins below it. */
  | ({
      readonly type: "child-started";
      readonly path: string;
      readonly reads: readonly EvaluationRead[];
    } & ChildStart)
  /** A step waits: for `event`, or for a time if that is null. `isSelective`: it has a `where`. */
  | {
      readonly type: "wait-started";
      readonly path: string;
      readonly wait: number;
      readonly event: string | null;
      readonly isSelective: boolean;
      readonly dueAt: number | null;
      readonly reads: readonly EvaluationRead[];
    }
  | { readonly type: "wait-ended"; readonly path: string; readonly wait: number; readonly outcome: WaitOutcome }
  /** An attempt that had waited has a slot again. */
  | { readonly type: "attempt-resumed"; readonly path: string; readonly attempt: number }
  /**
   * An event for the steps of the run at `path` (empty: the run itself). `from` is the step that sent it, null from
   * outside; `to` the step whose wait is meant, null for whoever takes it.
   */
  | {
      readonly type: "event-sent";
      readonly path: string;
      readonly event: string;
      readonly data: unknown;
      readonly from: string | null;
      readonly to: string | null;
    }
  /** The `where` of a wait refused the event that was sent with this sequence number. */
  | { readonly type: "event-refused"; readonly path: string; readonly wait: number; readonly sent: number }
  | {
      readonly type: "state-changed";
      readonly path: string;
      readonly layer: "state" | "stepState" | "flowState";
      readonly patches: readonly StatePatch[];
    }
  /** The step, or the item, does not run: this came of it in an earlier run. `params`: null if they were never known. */
  | {
      readonly type: "step-reused";
      readonly path: string;
      readonly from: ReusedFrom;
      readonly params: Readonly<Record<string, unknown>> | null;
      readonly reads: readonly EvaluationRead[];
      readonly outcome: ReusedOutcome;
    }
  /** A step that had succeeded runs again: its output held a live value, which ended with its process. */
  | { readonly type: "step-reopened"; readonly path: string }
  /** A step ends its run well, with this output. */
  | { readonly type: "stop-requested"; readonly path: string; readonly output: unknown }
  | { readonly type: "run-paused" }
  /**
   * `isRestart`: in another process, or another engine; attempts that were open are lost. `isCrash`: the process before
   * ended without giving the run back.
   */
  | { readonly type: "run-resumed"; readonly isRestart: boolean; readonly isCrash: boolean }
  /** It goes on with another definition, which holds for all that has not begun: it is this one. */
  | { readonly type: "definition-changed"; readonly outline: PlanOutline }
  /** Nothing starts until somebody resumes the run. */
  | { readonly type: "run-parked"; readonly because: ParkReason }
  /** A live run takes no further events; it ends when those it has are done. */
  | { readonly type: "intake-closed" }
  /** Lambdas of the step read steps that have not settled; they are evaluated again when those have. */
  | { readonly type: "evaluation-suspended"; readonly path: string; readonly suspensions: readonly Suspension[] }
  /** The guard held and the parameters are known. */
  | {
      readonly type: "step-queued";
      readonly path: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly reads: readonly EvaluationRead[];
    }
  | { readonly type: "attempt-started"; readonly path: string; readonly attempt: number }
  /** The attempt failed and another follows at `retryAt`. */
  | {
      readonly type: "attempt-failed";
      readonly path: string;
      readonly attempt: number;
      readonly error: Error;
      readonly retryAt: number;
    }
  | { readonly type: "retry-due"; readonly path: string }
  | { readonly type: "step-succeeded"; readonly path: string; readonly attempt: number; readonly output: unknown }
  /**
   * `attempt` is 0 if the step failed before its first attempt; `reads` are those of the evaluation that failed then.
   * `tolerated`: by `continueOnError`.
   */
  | {
      readonly type: "step-failed";
      readonly path: string;
      readonly attempt: number;
      readonly error: Error;
      readonly tolerated: boolean;
      readonly reads: readonly EvaluationRead[];
    }
  | {
      readonly type: "step-skipped";
      readonly path: string;
      readonly because: SkipReason;
      readonly reads: readonly EvaluationRead[];
    }
  /** `error` is what an aborted attempt threw; null if it threw nothing or was abandoned. */
  | {
      readonly type: "step-cancelled";
      readonly path: string;
      readonly because: CancelReason;
      readonly error: Error | null;
    }
  /** `path` is that of a step whose child run is meant; empty for the run itself. */
  | { readonly type: "cancel-requested"; readonly path: string; readonly because: CancelReason }
  /** The aborted attempts had their time, those of `always` steps or those of all others: what is still open is abandoned. */
  | { readonly type: "grace-expired"; readonly path: string; readonly always: boolean }
  | { readonly type: "run-stalled"; readonly path: string; readonly steps: readonly StalledStep[] }
  | { readonly type: "variable-set"; readonly path: string; readonly name: string; readonly value: unknown }
  | { readonly type: "usage-added"; readonly path: string; readonly unit: string; readonly amount: number }
  | {
      readonly type: "log-written";
      readonly path: string;
      readonly level: LogLevel;
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: "run-finished";
      readonly status: "succeeded" | "failed" | "cancelled";
      readonly output: unknown;
      /** In order of time; empty for a run that succeeded. */
      readonly errors: readonly Error[];
    };

/** A fact of a run in its place: `sequence` counts from 1, `time` is in milliseconds since the epoch and never decreases. */
export type RunEvent = EventBody & { readonly sequence: number; readonly time: number };

export type EventType = RunEvent["type"];

/** What a step emitted or streamed. It is told to whoever listens and kept nowhere, so it has no place in the journal. */
export interface EmittedEvent {
  readonly type: "event-emitted";
  readonly path: string;
  /** The name of the event; null for an item of what a step streams. */
  readonly event: string | null;
  readonly data: unknown;
  readonly time: number;
}

/** Emitted events that a listener was too slow for. */
export interface MissedEvents {
  readonly type: "events-missed";
  readonly count: number;
}
