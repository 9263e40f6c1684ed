import type { CancelReason } from "../spans/span.ts";
import type { EventBody } from "./events.ts";

/** A timer of a run, known by what it is for. */
export type Timer =
  | { readonly kind: "retry"; readonly path: string }
  | { readonly kind: "attempt"; readonly path: string; readonly attempt: number }
  /** A sleep, or the timeout of a wait. */
  | { readonly kind: "wait"; readonly path: string; readonly wait: number }
  /** Aborted attempts have until then; those of `always` steps are aborted later, so they have a timer of their own. */
  | { readonly kind: "grace"; readonly path: string; readonly always: boolean }
  /** The timeout of the run, or of the child run of the step at `path`. */
  | { readonly kind: "run"; readonly path: string };

/**
 * What the core asks of the runner. `path` of a run: that of the step whose child run it is, empty for the run itself.
 * `index` of a step: its index in the state that its path belongs to, so that nobody has to look for it.
 */
export type Command =
  /** A consequence that the core has decided: write it down and apply it in the same turn. */
  | { readonly type: "settle"; readonly event: EventBody }
  /** Call the lambdas that are due: guard and parameters, `over`, or `until`. */
  | { readonly type: "evaluate"; readonly path: string; readonly index: number }
  /** Ask the executor for a slot, for a new attempt or for one that goes on after a wait. */
  | { readonly type: "queue-attempt"; readonly path: string; readonly index: number; readonly attempt: number }
  /** A step that was queued will not start, or not now. */
  | { readonly type: "withdraw-attempt"; readonly path: string }
  /** Call the step's `run` function. */
  | { readonly type: "call-step"; readonly path: string; readonly index: number; readonly attempt: number }
  /** The waits of the attempt that are over can be told to its body, which is called anew if it is not in memory. */
  | { readonly type: "resume-attempt"; readonly path: string; readonly attempt: number }
  /** The attempt waits: give back its slot. */
  | { readonly type: "park-attempt"; readonly path: string }
  | { readonly type: "abort-attempt"; readonly path: string; readonly because: CancelReason }
  /** The attempt is over, or abandoned: give back its slot. */
  | { readonly type: "close-attempt"; readonly path: string; readonly index: number }
  /** Ask the `where` of a wait about an event, known by its sequence number. */
  | { readonly type: "ask-where"; readonly path: string; readonly wait: number; readonly sent: number }
  | { readonly type: "set-timer"; readonly timer: Timer; readonly at: number }
  | { readonly type: "clear-timer"; readonly timer: Timer }
  /** Every step of the run has settled well: evaluate what it returns. */
  | { readonly type: "finish"; readonly path: string };

/** Where the core puts what it asks for: a list, or whoever sorts it. */
export interface CommandSink {
  push(command: Command): unknown;
}
