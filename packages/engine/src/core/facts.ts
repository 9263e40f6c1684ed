import type { CancelReason } from "../spans/span.ts";
import type { EvaluationRead, Suspension } from "./events.ts";

/** What the evaluation of a step's lambdas came to. */
export type EvaluationOutcome =
  | { readonly kind: "ready"; readonly params: Readonly<Record<string, unknown>> }
  | { readonly kind: "skip" }
  | { readonly kind: "suspended"; readonly suspensions: readonly Suspension[] }
  /** A lambda read a lost step, named here. */
  | { readonly kind: "lost"; readonly step: string }
  | { readonly kind: "failed"; readonly error: Error };

/** What happened outside; `decide` says which event it makes, if any. */
export type Fact =
  | {
      readonly type: "evaluated";
      readonly path: string;
      readonly outcome: EvaluationOutcome;
      readonly reads: readonly EvaluationRead[];
    }
  | { readonly type: "slot-granted"; readonly path: string }
  | { readonly type: "attempt-returned"; readonly path: string; readonly attempt: number; readonly output: unknown }
  /** `retryAt` is null where no retry follows by the step's policy. */
  | {
      readonly type: "attempt-threw";
      readonly path: string;
      readonly attempt: number;
      readonly error: Error;
      readonly retryAt: number | null;
    }
  | { readonly type: "retry-due"; readonly path: string }
  | { readonly type: "cancel"; readonly because: CancelReason }
  | { readonly type: "grace-expired"; readonly always: boolean }
  /** Nothing outside of the run can act any more. */
  | { readonly type: "idle" }
  | { readonly type: "returned"; readonly output: unknown }
  | { readonly type: "return-failed"; readonly error: Error };
