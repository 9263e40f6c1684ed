import type { Rerun } from "@stepspan/engine/hosting";

/** What the `run` handler of a run begins with; its key is the id of the run. Times are milliseconds since the epoch. */
export interface StartRequest {
  /** Parsed and recorded. */
  readonly input: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number | null;
  /** How many of its attempts may be open at once; null for no limit of its own. */
  readonly concurrency: number | null;
  readonly live: boolean;
  /** It was cancelled before it began, and no step of it is to start. Left out: it was not. */
  readonly cancelled?: { readonly reason: unknown };
  readonly startedAt: number;
  /** The steps services that were registered then: for others it is asked first whether they are there. */
  readonly pools: readonly string[];
  /** What is used again of an earlier run; null for a run that is no rerun. */
  readonly rerun: Rerun | null;
}
