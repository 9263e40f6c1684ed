/** A time after the start of a step in which it did not run. Times are milliseconds since the epoch. */
export interface SpanStretch {
  /**
   * For what it waited: for its retry to be due, for a slot to go on, for an event or a time (`suspended`), or for what
   * it depends on, because that runs again.
   */
  readonly kind: "retry" | "slot" | "suspended" | "dependencies";
  readonly startedAt: number;
  /** Null while it lasts. */
  readonly finishedAt: number | null;
}
