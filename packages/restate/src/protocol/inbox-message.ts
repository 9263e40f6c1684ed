import type { EventBody } from "@stepspan/engine";

/** What a run is told by its inbox. `at` is the time of the machine that says it, in milliseconds since the epoch. */
export type InboxMessage =
  | StepAnswer
  /** A call of a body will never be answered: somebody has ended it in Restate. */
  | {
      readonly kind: "lost";
      readonly at: number;
      readonly path: string;
      readonly call: number;
      readonly problem: string;
    }
  | {
      readonly kind: "sent";
      readonly at: number;
      readonly event: string;
      readonly data: unknown;
      readonly to: string | null;
      /** An awakeable that is told what became of it. */
      readonly reply: string;
    }
  | { readonly kind: "cancel"; readonly at: number; readonly reason: unknown }
  | { readonly kind: "pause"; readonly at: number; readonly reply: string }
  | { readonly kind: "resume"; readonly at: number }
  | { readonly kind: "close-intake"; readonly at: number }
  /** The workers of a pool are there. */
  | { readonly kind: "pool-ready"; readonly at: number; readonly service: string };

/** What a body writes to its span, or to a state that is kept elsewhere. */
export type WrittenEvent = Extract<
  EventBody,
  { type: "variable-set" | "usage-added" | "log-written" | "state-changed" }
>;

/** What came of a call of a body. */
export interface StepAnswer {
  readonly kind: "answer";
  readonly at: number;
  readonly path: string;
  readonly attempt: number;
  readonly call: number;
  /** When the body was called, and where: the name of the machine and the number of the process. */
  readonly startedAt: number;
  readonly worker: string;
  /** What the body did to its run before it ended, in order. */
  readonly effects: readonly StepEffect[];
  /** What of the run's state the body read, so that its changes rest on it. */
  readonly stateReads: readonly string[] | "all";
  readonly stateVersion: number;
  readonly flowVersion: number;
  /** The wait and the event that the call asked about; null for a call that was to go on. */
  readonly ask: { readonly wait: number; readonly sent: number } | null;
  readonly outcome: StepOutcome;
}

export type StepEffect =
  /** A variable, an amount, a line of the log; or a change of a state that is kept elsewhere. */
  | { readonly kind: "event"; readonly event: WrittenEvent }
  | { readonly kind: "state"; readonly change: StateChange }
  | { readonly kind: "send"; readonly event: string; readonly data: unknown }
  | { readonly kind: "stop"; readonly output: unknown };

/** A change of `context.state`: made again on what the values are by then. */
export type StateChange =
  | { readonly op: "set" | "append" | "merge"; readonly key: string; readonly value: unknown }
  | { readonly op: "delete"; readonly key: string }
  /** What a recipe came to. */
  | { readonly op: "patch"; readonly patches: Extract<WrittenEvent, { type: "state-changed" }>["patches"] };

export type StepOutcome =
  | { readonly kind: "returned"; readonly output: unknown }
  /** `error`: by the codec's `encodeThrown`, as JSON. `delayMs` is null where no retry follows. */
  | { readonly kind: "threw"; readonly error: unknown; readonly delayMs: number | null }
  /** The body has come to waits that are not over: it is called anew when one is. */
  | {
      readonly kind: "waits";
      readonly waits: readonly WaitRequest[];
      /** What the `where` said about the event that it was asked about; null if the body did not come to that wait. */
      readonly answer: unknown;
    };

export interface WaitRequest {
  readonly wait: number;
  /** Null for a sleep. */
  readonly event: string | null;
  readonly isSelective: boolean;
  readonly durationMs: number | null;
}

/** A message from outside, for the run with this invocation. */
export interface Posted {
  readonly invocation: string;
  readonly message: InboxMessage;
}

/** What a run, or what stands before it, says to a message from outside. */
export type PostReply =
  | { readonly outcome: "taken" }
  /** The run was over before it heard of it. */
  | { readonly outcome: "late" }
  | { readonly outcome: "refused"; readonly message: string };
