import type { LinkReason } from "../spans/critical-link.ts";
import type { SpanStatus } from "../spans/span.ts";
import type { StatusCounts } from "./status-counts.ts";

/** From when to when, in milliseconds since the epoch. */
export interface TimeRange {
  readonly startedAt: number;
  readonly finishedAt: number;
}

/**
 * A part of the time of a step, from when it could have begun until it settled.
 * - `dependencies`, `slot`, `retry`: it waited for those, as in `span.waited`
 * - `suspended`: it waited for an event or a time
 * - `running`: an attempt was at work
 * - `holding`: what lies below it was at work or waited: items, iterations, the steps of a sub-workflow
 */
export interface WaterfallSegment extends TimeRange {
  readonly kind: "dependencies" | "slot" | "retry" | "suspended" | "running" | "holding";
  /** The number of the attempt that ran; null for all that is no attempt. */
  readonly attempt: number | null;
  /** The attempt threw, if only after other segments. */
  readonly isFailure: boolean;
}

/** One line of a waterfall: a span, or all items of one that were folded into one line. */
export interface WaterfallRow {
  /** The path of the span; of folded items that of what holds them. */
  readonly path: string;
  readonly name: string;
  /** How many spans hold it. */
  readonly depth: number;
  /** Of folded items the first that one has of: failed, cancelled, running, suspended, waiting, pending, succeeded, skipped. */
  readonly status: SpanStatus;
  /** How many of the items that were folded have each status; null for a row of one span. */
  readonly folded: StatusCounts | null;
  /** In order of time; they touch, those of folded items apart, which say when one of them ran at least. */
  readonly segments: readonly WaterfallSegment[];
  readonly attempts: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** It, or one of its folded items, has a part in what decided when the run ended. */
  readonly isCritical: boolean;
}

/** A part of the critical path, as `run.criticalPath` has it. */
export interface WaterfallLink extends TimeRange {
  /** The row, by its place; null for the end of the run itself. */
  readonly row: number | null;
  readonly because: LinkReason;
}

/** Where the time of a run went, without a drawing. */
export interface Waterfall extends TimeRange {
  /** Below what holds it, in the order in which they started, or settled without; those that did neither come last. */
  readonly rows: readonly WaterfallRow[];
  readonly links: readonly WaterfallLink[];
  /** Long times in which nothing ran, in order: a drawing may fold them. */
  readonly idle: readonly TimeRange[];
}
