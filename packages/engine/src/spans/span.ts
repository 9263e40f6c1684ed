import type { Certainty, DependencyKind } from "./certainty.ts";
import type { SpanStretch } from "./span-stretch.ts";

/** Why a step was skipped. `step` of `upstream` is the one that failed or was cancelled first. */
export type SkipReason =
  | { readonly kind: "guard" }
  | { readonly kind: "skipWith"; readonly step: string }
  | { readonly kind: "upstream"; readonly step: string };

/** Why a step was cancelled. `reason` is what the caller gave to `cancel` or to its AbortController. */
export type CancelReason =
  | { readonly kind: "cancel"; readonly reason: unknown }
  | { readonly kind: "failFast"; readonly step: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "stalled" }
  /** Another step of its race succeeded first: `step` is the race. */
  | { readonly kind: "race"; readonly step: string }
  /** A step ended the run well, with `context.stop`. */
  | { readonly kind: "stopped"; readonly step: string };

export type SpanStatus =
  | "pending"
  | "waiting"
  | "running"
  | "suspended"
  | "succeeded"
  | "failed"
  | "skipped"
  | "cancelled";

/** One call of a step's `run` function. Times are milliseconds since the epoch; null while it is open. */
export interface AttemptRecord {
  readonly number: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** What the attempt threw, wrapped; null if it threw nothing. */
  readonly error: Error | null;
}

/** The step of an earlier run whose outcome was used again. */
export interface ReusedFrom {
  readonly runId: string;
  readonly path: string;
  /** When it settled there, in milliseconds since the epoch. */
  readonly time: number;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface LogRecord {
  readonly time: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One edge that leads to the step, and whether its evaluation really read it. */
export interface SpanDependency {
  readonly step: string;
  readonly kind: DependencyKind;
  /** `discovered`: found only when the lambda was evaluated. */
  readonly certainty: Certainty | "discovered";
  /** The parameter that reads it; null for a guard and for an order edge. */
  readonly parameter: string | null;
  readonly path: readonly string[];
  readonly read: boolean;
}

/** One committed change of a state layer by a step. */
export interface StateChange {
  readonly time: number;
  readonly layer: "state" | "stepState" | "flowState";
  /** As immer makes them. @see https://immerjs.github.io/immer/patches */
  readonly patches: readonly StatePatch[];
}

/** One part of a change: the value at a path was added, replaced or removed. */
export interface StatePatch {
  readonly op: "add" | "replace" | "remove";
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
}

/** A wait of a step, for an event or for a time. */
export interface WaitRecord {
  /** Counts from 1 within the step. */
  readonly number: number;
  /** The name of the event; null for a sleep. */
  readonly event: string | null;
  readonly startedAt: number;
  /** When it times out, or when the sleep is over; null for no limit. */
  readonly dueAt: number | null;
  /** Null while it is open. */
  readonly endedAt: number | null;
  readonly outcome: "answered" | "elapsed" | "timed-out" | "failed" | "withdrawn" | null;
}

/**
 * How long a step did not run, and for what it waited, in milliseconds, up to the last event of the run. Waits for events
 * and sleeps are not among them: `waits` has those. Time in which the run was paused, or no engine had it, counts for
 * whatever the step waited for then.
 */
export interface WaitedTimes {
  /**
   * From the start of its run, or of the step that holds it, until its lambdas had been evaluated for good: it was
   * queued, began, or settled without that. For items and iterations that includes their turn behind others; a turn of
   * an `on` step counts from its event. A step that was skipped or cancelled before that waited until then.
   */
  readonly dependencies: number;
  /** For slots of its queue, from asking to getting one, for all attempts, and to go on after a wait or a restart. */
  readonly slot: number;
  /** Between a failed attempt and the moment at which the next one was due. */
  readonly retry: number;
}

/** What every span has. Times are milliseconds since the epoch, null for what has not happened. */
export interface SpanFields {
  readonly name: string;
  /** The name with its place, for example `outer/inner[3]`. */
  readonly path: string;
  readonly id: string;
  readonly parentId: string | null;
  /** The resolved parameters; undefined before they are known. */
  readonly input: unknown;
  readonly vars: Readonly<Record<string, unknown>>;
  /** Amounts by unit, what lies below included. */
  readonly usage: Readonly<Record<string, number>>;
  readonly logs: readonly LogRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly dependencies: readonly SpanDependency[];
  readonly waits: readonly WaitRecord[];
  readonly stateChanges: readonly StateChange[];
  /** Null for a step that ran itself. */
  readonly reusedFrom: ReusedFrom | null;
  /** The items of a map, the iterations of a loop, the turns of an `on` step, in their order. */
  readonly items: readonly Span[];
  /** The steps of the workflow that the step runs, in the order written. */
  readonly steps: readonly Span[];
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Milliseconds from the first attempt's start to the end; 0 if no attempt was made. */
  readonly duration: number;
  /** All 0 for the run itself. */
  readonly waited: WaitedTimes;
  /** The times after its start in which it did not run, one after the other; none for the run itself. */
  readonly stretches: readonly SpanStretch[];
}

export interface SucceededSpan<T = unknown> extends SpanFields {
  readonly status: "succeeded";
  readonly output: T;
  readonly error: null;
  readonly skipped: null;
  readonly cancelled: null;
}

export interface FailedSpan extends SpanFields {
  readonly status: "failed";
  readonly output: undefined;
  readonly error: Error;
  readonly skipped: null;
  readonly cancelled: null;
}

export interface SkippedSpan extends SpanFields {
  readonly status: "skipped";
  readonly output: undefined;
  readonly error: null;
  readonly skipped: SkipReason;
  readonly cancelled: null;
}

export interface CancelledSpan extends SpanFields {
  readonly status: "cancelled";
  readonly output: undefined;
  readonly error: Error | null;
  readonly skipped: null;
  readonly cancelled: CancelReason;
}

export interface OpenSpan extends SpanFields {
  readonly status: "pending" | "waiting" | "running" | "suspended";
  readonly output: undefined;
  readonly error: null;
  readonly skipped: null;
  readonly cancelled: null;
}

/** A span that will not change any more: a union, told apart by `status`. */
export type SettledSpan<T = unknown> = SucceededSpan<T> | FailedSpan | SkippedSpan | CancelledSpan;

/** A span in whatever state it is. */
export type Span<T = unknown> = SettledSpan<T> | OpenSpan;

/** The span of the run itself: its input is the workflow's, its output the run's. */
export type RunSpan = Span;
