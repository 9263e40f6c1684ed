import { element, type Markup } from "./svg-element.ts";
import type { TimeScale } from "./time-scale.ts";
import type { Waterfall } from "./waterfall.ts";
import { rowHeight } from "./waterfall-row.ts";

/** The line below the bars, from the top of their row. */
const lineY = 23;

/** One line through the rows that decided when the run ended: along each, and down or up to the next. */
export function criticalSvg({ links }: Waterfall, scale: TimeScale): Markup {
  const pieces: string[] = [];
  let last: { readonly row: number; readonly x: number } | null = null;
  for (const { row, startedAt, finishedAt } of links) {
    if (row === null) continue;
    const [from, to] = [round(scale.x(startedAt)), round(scale.x(finishedAt))];
    const y = row * rowHeight + lineY;
    if (last === null) pieces.push(`M${from} ${y}`);
    else if (last.row !== row) pieces.push(`H${last.x}V${y}`);
    last = { row, x: to };
  }
  if (last === null) return "";
  return element("path", { class: "critical", d: `${pieces.join("")}H${last.x}` });
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
