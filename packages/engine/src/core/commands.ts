import type { CancelReason } from "../spans/span.ts";
import type { EventBody } from "./events.ts";

/** A timer of a run, known by what it is for. */
export type Timer =
  | { readonly kind: "retry"; readonly path: string }
  | { readonly kind: "attempt"; readonly path: string; readonly attempt: number }
  /** Aborted attempts have until then; those of `always` steps are aborted later, so they have a timer of their own. */
  | { readonly kind: "grace"; readonly always: boolean }
  | { readonly kind: "run" };

/** What the core asks of the runner. */
export type Command =
  /** A consequence that the core has decided: write it down and apply it in the same turn. */
  | { readonly type: "settle"; readonly event: EventBody }
  /** Call the guard and the parameter lambdas. */
  | { readonly type: "evaluate"; readonly path: string }
  /** Ask the executor for a slot. */
  | { readonly type: "queue-attempt"; readonly path: string; readonly attempt: number }
  /** A step that was queued will not start. */
  | { readonly type: "withdraw-attempt"; readonly path: string }
  /** Call the step's `run` function. */
  | { readonly type: "call-step"; readonly path: string; readonly attempt: number }
  | { readonly type: "abort-attempt"; readonly path: string; readonly because: CancelReason }
  /** The attempt is over, or abandoned: give back its slot. */
  | { readonly type: "close-attempt"; readonly path: string }
  | { readonly type: "set-timer"; readonly timer: Timer; readonly at: number }
  | { readonly type: "clear-timer"; readonly timer: Timer }
  /** Every step has settled: evaluate what the workflow returns. `succeeded` is false after a failure or a cancel. */
  | { readonly type: "finish"; readonly succeeded: boolean };
