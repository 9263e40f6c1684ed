import type { StalledStep } from "../errors/run-errors.ts";
import type { CancelReason, LogLevel, SkipReason } from "../spans/span.ts";

/** A read that an evaluation made: the step, and the parameter whose lambda asked (null for the guard). */
export interface EvaluationRead {
  readonly step: string;
  readonly parameter: string | null;
}

/** The lambda of one parameter (null for the guard) that reads steps which have not settled. */
export interface Suspension {
  readonly parameter: string | null;
  readonly on: readonly string[];
}

/** One fact of a run, before it has its place in the journal. */
export type EventBody =
  | {
      readonly type: "run-started";
      readonly runId: string;
      readonly workflow: string;
      readonly version: string | null;
      readonly parentRunId: string | null;
      readonly input: unknown;
      readonly metadata: Readonly<Record<string, unknown>>;
      /** Limit of the run in milliseconds. */
      readonly timeoutMs: number | null;
      /** How long aborted attempts may go on, in milliseconds. */
      readonly gracePeriodMs: number;
    }
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
  | { readonly type: "cancel-requested"; readonly because: CancelReason }
  /** The aborted attempts had their time, those of `always` steps or those of all others: what is still open is abandoned. */
  | { readonly type: "grace-expired"; readonly always: boolean }
  | { readonly type: "run-stalled"; readonly steps: readonly StalledStep[] }
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
