import type { CancelReason, EvaluationRead, EventDefinition, SkipReason } from "@stepspan/engine";

/** What a worker needs to call the body of a step. Times are milliseconds since the epoch. */
export interface StepCall {
  readonly runId: string;
  /** The invocation of the run: it hears of the end by its inbox. */
  readonly replyTo: string;
  /** Counts the calls of a run: an answer to an earlier call of an attempt is of no interest. */
  readonly call: number;
  /** `outer/inner[3]`: the names before a slash are steps whose bodies are workflows. */
  readonly path: string;
  /** Null for a step that has no items; else the place of the item: from 0, iterations from 1. */
  readonly item: { readonly number: number; readonly value: unknown } | null;
  readonly attempt: number;
  readonly startedAt: number;
  readonly params: Readonly<Record<string, unknown>>;
  /** The run, or the child run, that the step belongs to. */
  readonly run: CalledRun;
  /** What the span's variables are before the call. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** Waits of the step so far; `first`: how many of them belong to earlier attempts. */
  readonly waits: { readonly first: number; readonly entries: readonly CalledWait[] } | null;
  /** What is left of its timeout, in milliseconds; null for no limit. */
  readonly remainingMs: number | null;
  /** A wait whose `where` is to be asked about an event; null for a call that is to go on. */
  readonly ask: { readonly wait: number; readonly sent: number; readonly data: unknown } | null;
  /** What the parameters of the step read; empty without `spans`. */
  readonly reads: readonly EvaluationRead[];
  /** What the body may read of other steps, and of the run's input; null if it does not look as if it did. */
  readonly spans: readonly CalledSpan[] | null;
}

export interface CalledRun {
  /** Its own id; that of a child run names its place in the run. */
  readonly id: string;
  readonly parentRunId: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number | null;
  /** Undefined without `spans`. */
  readonly input: unknown;
  /** The values of `context.state` at that moment. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Counts the changes of the state. */
  readonly stateVersion: number;
  /** The flow state that a child run captured, and how often it was changed; null for that of its workflow. */
  readonly flowState: Readonly<Record<string, unknown>> | null;
  readonly flowVersion: number;
}

/** A wait as it is recorded; see `Waits` of the core. */
export interface CalledWait {
  readonly number: number;
  readonly event: EventDefinition["name"] | null;
  readonly startedAt: number;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly isSelective: boolean;
  /** A `WaitOutcome`, or one withdrawn; null while it is open. */
  readonly outcome: unknown;
}

/** A settled step on which the one that is called depends. */
export interface CalledSpan {
  readonly name: string;
  readonly status: "succeeded" | "failed" | "skipped" | "cancelled";
  readonly tolerated: boolean;
  readonly params: Readonly<Record<string, unknown>> | null;
  readonly output: unknown;
  /** By the codec's `encodeThrown`, as JSON; null for none. */
  readonly error: unknown;
  readonly skipped: SkipReason | null;
  readonly cancelled: CancelReason | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly reads: readonly EvaluationRead[];
  readonly vars: Readonly<Record<string, unknown>>;
}
