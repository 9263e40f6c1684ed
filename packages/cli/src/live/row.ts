import type { NodeKind } from "@stepspan/engine";

/** What a row shows of its step. `queued`: for a slot; `backing-off`: until the next attempt; `tolerated`: it failed. */
export type RowStatus =
  | "pending"
  | "queued"
  | "running"
  | "backing-off"
  | "suspended"
  | "succeeded"
  | "reused"
  | "failed"
  | "tolerated"
  | "skipped"
  | "cancelled";

/** A piece of a bar. Times are milliseconds since the epoch; `until` is null while it lasts. */
export interface Stretch {
  readonly kind: "idle" | "running";
  readonly since: number;
  until: number | null;
}

/** How many items of a map, iterations of a loop or turns of an `on` step there are, and what became of them. */
export interface ItemCounts {
  /** Null where nobody knows it before. */
  total: number | null;
  /** The paths of those that run now. */
  readonly running: Set<string>;
  succeeded: number;
  failed: number;
  /** Skipped, cancelled, or reused. */
  others: number;
}

/** One line of the live view: a step of the run, or of a sub-workflow that has begun. */
export interface Row {
  readonly path: string;
  /** The name of the step, as it is. */
  readonly name: string;
  readonly kind: NodeKind;
  /** How many sub-workflows it is in. */
  readonly depth: number;
  status: RowStatus;
  /** When it first ran, or began to wait for an event or a time; null before. */
  startedAt: number | null;
  finishedAt: number | null;
  attempts: number;
  /** Null where there are none. */
  items: ItemCounts | null;
  /** In order; the oldest are forgotten when there are many. */
  readonly stretches: Stretch[];
  /** Why it was skipped or cancelled, or what it waits for; as users wrote it. */
  note: string | null;
  /** The message of its last error. */
  error: string | null;
  /** The steps of its sub-workflow, once that has begun. */
  children: readonly Row[];
}

/** Statuses that last. */
export function isSettled(status: RowStatus): boolean {
  return (
    status === "succeeded" ||
    status === "reused" ||
    status === "failed" ||
    status === "tolerated" ||
    status === "skipped" ||
    status === "cancelled"
  );
}

/** How long it took, or has taken so far; null before it began. */
export function durationOf({ startedAt, finishedAt }: Row, now: number): number | null {
  return startedAt === null ? null : (finishedAt ?? now) - startedAt;
}
