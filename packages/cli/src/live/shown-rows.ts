import type { Row, RowStatus } from "./row.ts";

/** Rows for which there is room, and how many of each status there is none for. */
export interface ShownRows {
  readonly rows: readonly Row[];
  readonly hidden: ReadonlyMap<RowStatus, number>;
}

/** Which are shown first where there is no room for all; those of one rank in their order, of settled ones the last. */
const ranks: Readonly<Record<RowStatus, number>> = {
  failed: 0,
  running: 1,
  "backing-off": 1,
  suspended: 2,
  queued: 3,
  tolerated: 3,
  succeeded: 4,
  reused: 5,
  cancelled: 5,
  skipped: 5,
  pending: 6,
};

/** The rows for so many lines, in their order. Where some are left out, one line fewer is taken: to say so. */
export function shownRows(rows: readonly Row[], lines: number): ShownRows {
  if (rows.length <= lines) return { rows, hidden: new Map() };
  const room = Math.max(0, lines - 1);
  const kept = new Set(byRank(rows).slice(0, room));
  const hidden = new Map<RowStatus, number>();
  for (const row of rows) if (!kept.has(row)) hidden.set(row.status, (hidden.get(row.status) ?? 0) + 1);
  return { rows: rows.filter((row) => kept.has(row)), hidden };
}

function byRank(rows: readonly Row[]): readonly Row[] {
  const lately = (row: Row) => (row.status === "succeeded" ? -(row.finishedAt ?? 0) : 0);
  return rows.toSorted((one, other) => ranks[one.status] - ranks[other.status] || lately(one) - lately(other));
}
