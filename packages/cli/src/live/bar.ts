import type { Row } from "./row.ts";

/** The time that a bar shows, in milliseconds since the epoch. */
export interface TimeScale {
  readonly from: number;
  readonly until: number;
}

/** The bar of a row, so many columns wide: `█` while it ran, `░` while it waited, blanks before and after. */
export function barOf({ stretches }: Row, { from, until }: TimeScale, columns: number): string {
  const cells = new Array<string>(columns).fill(" ");
  const cellOf = (time: number) =>
    until <= from ? 0 : Math.min(columns - 1, Math.max(0, Math.floor(((time - from) / (until - from)) * columns)));
  for (const kind of ["idle", "running"] as const) {
    for (const stretch of stretches) {
      if (stretch.kind !== kind) continue;
      cells.fill(kind === "running" ? "█" : "░", cellOf(stretch.since), cellOf(stretch.until ?? until) + 1);
    }
  }
  return cells.join("");
}
