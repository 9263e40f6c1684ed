import type { CancelReason } from "../spans/span.ts";
import type { ChildStart, EvaluationRead, EventBody, ParkReason, Suspension } from "./events.ts";

/** What the evaluation of a step's lambdas came to. */
export type EvaluationOutcome =
  | { readonly kind: "ready"; readonly params: Readonly<Record<string, unknown>> }
  /** The step runs a workflow, which begins with this. */
  | { readonly kind: "child"; readonly start: ChildStart }
  /** The items of a map. */
  | { readonly kind: "items"; readonly items: readonly unknown[] }
  /** The guard of a step held that has no parameters itself; `dueAt` is the end of a sleep or of a wait. */
  | { readonly kind: "begun"; readonly dueAt: number | null }
  /** What `until` said about the last iteration. */
  | { readonly kind: "decided"; readonly isLast: boolean }
  | { readonly kind: "skip" }
  | { readonly kind: "suspended"; readonly suspensions: readonly Suspension[] }
  /** A lambda read a lost step, named here. */
  | { readonly kind: "lost"; readonly step: string }
  | { readonly kind: "failed"; readonly error: Error };

/** What a `where` said about an event. */
export type WhereAnswer =
  | { readonly kind: "taken" }
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; readonly error: Error };

/** What happened outside; `decide` says which event it makes, if any. `path` of a run, `index` of a step: see commands. */
export type Fact =
  | {
      readonly type: "evaluated";
      readonly path: string;
      readonly index: number;
      readonly outcome: EvaluationOutcome;
      readonly reads: readonly EvaluationRead[];
    }
  | { readonly type: "slot-granted"; readonly path: string; readonly index: number }
  | {
      readonly type: "attempt-returned";
      readonly path: string;
      readonly index: number;
      readonly attempt: number;
      readonly output: unknown;
    }
  /** `retryAt` is null where no retry follows by the step's policy. */
  | {
      readonly type: "attempt-threw";
      readonly path: string;
      readonly attempt: number;
      readonly error: Error;
      readonly retryAt: number | null;
    }
  | { readonly type: "retry-due"; readonly path: string }
  /** A body waits; `wait` counts the waits of the step. */
  | {
      readonly type: "wait-requested";
      readonly path: string;
      readonly attempt: number;
      readonly wait: number;
      readonly event: string | null;
      readonly isSelective: boolean;
      readonly dueAt: number | null;
    }
  | { readonly type: "wait-due"; readonly path: string; readonly wait: number }
  | {
      readonly type: "where-answered";
      readonly path: string;
      readonly wait: number;
      readonly sent: number;
      readonly answer: WhereAnswer;
    }
  /** An event for the run at `path`; see `event-sent`. */
  | {
      readonly type: "sent";
      readonly path: string;
      readonly event: string;
      readonly data: unknown;
      readonly from: string | null;
      readonly to: string | null;
    }
  | { readonly type: "stop"; readonly path: string; readonly attempt: number; readonly output: unknown }
  | { readonly type: "cancel"; readonly path: string; readonly because: CancelReason }
  | { readonly type: "pause" }
  | { readonly type: "resume"; readonly isRestart: boolean; readonly isCrash: boolean }
  | { readonly type: "park"; readonly because: ParkReason }
  /** An outcome of an earlier run is there for a step that has not begun. */
  | ({ readonly type: "reuse" } & Omit<Extract<EventBody, { type: "step-reused" }>, "type">)
  | { readonly type: "close-intake" }
  | { readonly type: "grace-expired"; readonly path: string; readonly always: boolean }
  /** Nothing outside of the run can act any more. */
  | { readonly type: "idle" }
  | { readonly type: "returned"; readonly path: string; readonly output: unknown }
  | { readonly type: "return-failed"; readonly path: string; readonly error: Error };
