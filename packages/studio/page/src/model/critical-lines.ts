import type { TimeScale, WaterfallLink } from "@stepspan/engine/reading";

/** A mark of the critical path, in pixels: along a row, or upright from one row to another. */
export interface CriticalLine {
  readonly direction: "along" | "upright";
  readonly x: number;
  readonly y: number;
  /** Its width or its height. */
  readonly length: number;
}

/** The part of a list that is drawn. */
export interface DrawnRows {
  /** In pixels; all are as high. */
  readonly rowHeight: number;
  readonly from: number;
  readonly until: number;
}

/** The marks of the critical path that cross the rows that are drawn: linear in its links. */
export function criticalLines(
  links: readonly WaterfallLink[],
  scale: TimeScale,
  rows: DrawnRows,
): readonly CriticalLine[] {
  const { rowHeight, from, until } = rows;
  const lines: CriticalLine[] = [];
  const baseOf = (row: number) => (row + 1) * rowHeight - 5;
  let before: number | null = null;
  for (const { row, startedAt, finishedAt } of links) {
    if (row === null) continue;
    const x = scale.x(startedAt);
    if (row >= from && row < until) {
      lines.push({ direction: "along", x, y: baseOf(row), length: Math.max(2, scale.x(finishedAt) - x) });
    }
    if (before !== null && before !== row) {
      const top = Math.max(Math.min(before, row), from - 1);
      const bottom = Math.min(Math.max(before, row), until);
      if (bottom > top) lines.push({ direction: "upright", x, y: baseOf(top), length: (bottom - top) * rowHeight + 2 });
    }
    before = row;
  }
  return lines;
}
