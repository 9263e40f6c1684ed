import type { SpanStatus } from "../spans/span.ts";
import { displayText } from "./display-text.ts";
import { durationText } from "./duration-text.ts";
import { countsText, type StatusCounts } from "./status-counts.ts";
import { statusSign } from "./status-signs.ts";
import { element, type Markup, textElement } from "./svg-element.ts";
import { fittedText, textWidth } from "./text-width.ts";
import type { TimeScale } from "./time-scale.ts";
import type { WaterfallRow, WaterfallSegment } from "./waterfall.ts";

/** Pixels. */
export const rowHeight = 28;

/** Where the parts of a row are, from the left of the picture. */
export interface RowPlaces {
  readonly scale: TimeScale;
  /** Where the bars begin. */
  readonly left: number;
  readonly names: number;
  readonly indent: number;
  readonly signWidth: number;
  readonly margin: number;
  /** Where what stands behind the bars ends. */
  readonly end: number;
}

const middle = rowHeight / 2 - 1;
const nameSize = 12;
const longestName = 60;
const longestTitle = 300;
/** A bar has this width at least, and its number only from that one on. */
const thinnest = 2;
const numbered = 15;
const heights: Readonly<Record<WaterfallSegment["kind"], number>> = {
  dependencies: 2,
  holding: 6,
  slot: 9,
  retry: 9,
  suspended: 9,
  running: 14,
};

/** What stands before the bars. */
export function rowName({ name, folded }: WaterfallRow): string {
  if (folded === null) return displayText(name, longestName);
  return `${[...folded.values()].reduce((sum, count) => sum + count, 0)} items: ${countsText(folded)}`;
}

/** A row: sign and name, the bars of what it did and waited for, how long it took. */
export function rowSvg(row: WaterfallRow, places: RowPlaces): Markup {
  const { scale, left, names, indent, signWidth, margin, end } = places;
  const x = margin + row.depth * indent;
  const room = names - row.depth * indent - signWidth - 12;
  return [
    textElement("title", {}, displayText(`${row.name}: ${row.status}`, longestTitle)),
    element("path", { class: "under", d: `M${margin} ${rowHeight}H${end}` }),
    statusSign(row.status, x + 8, middle),
    textElement("text", { class: "row", x: x + signWidth, y: middle + 4 }, fittedText(rowName(row), nameSize, room)),
    element(
      "g",
      { transform: `translate(${left} 0)` },
      ...row.segments.map((segment) =>
        row.folded === null ? segmentSvg(segment, row, scale) : foldedSvg(row.folded, segment, scale),
      ),
    ),
    textElement("text", { class: "small end", x: end, y: middle + 4 }, factsOf(row)),
  ].join("");
}

function segmentSvg(segment: WaterfallSegment, row: WaterfallRow, scale: TimeScale): Markup {
  const { kind, startedAt, finishedAt, attempt } = segment;
  const from = scale.x(startedAt);
  const width = Math.max(thinnest, scale.x(finishedAt) - from);
  const height = heights[kind];
  const className = `segment ${kind === "running" ? `${workStatus(segment, row)}-work` : kind}`;
  const bar = element("rect", {
    class: className,
    x: from,
    y: middle - height / 2,
    width,
    height,
    rx: Math.min(3, height / 2),
  });
  const isNumbered = kind === "running" && attempt !== null && row.attempts > 1;
  if (!isNumbered || width < Math.max(numbered, textWidth(String(attempt), 10) + 6)) return bar;
  return bar + textElement("text", { class: "number", x: from + width / 2, y: middle + 3.5 }, String(attempt));
}

/** An attempt that failed is red, whatever came after it; a step that was cancelled shows that by its last one. */
function workStatus({ isFailure, attempt }: WaterfallSegment, { status, attempts }: WaterfallRow): SpanStatus {
  return isFailure && !(status === "cancelled" && attempt === attempts) ? "failed" : status;
}

/** One part for each status above each other, as high as many items have it. */
function foldedSvg(counts: StatusCounts, { startedAt, finishedAt }: WaterfallSegment, scale: TimeScale): Markup {
  const from = scale.x(startedAt);
  const width = Math.max(thinnest, scale.x(finishedAt) - from);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let y = middle - heights.running / 2;
  const parts = [...counts].map(([status, count]) => {
    const height = (count / all) * heights.running;
    const part = element("rect", { class: `segment ${status}-work`, x: from, y, width, height });
    y += height;
    return part;
  });
  return parts.join("");
}

function factsOf({ startedAt, finishedAt, status, attempts, segments }: WaterfallRow): string {
  if (startedAt === null) return status;
  const end = finishedAt ?? segments.at(-1)?.finishedAt ?? startedAt;
  return `${durationText(end - startedAt)}${attempts > 1 ? ` · ${attempts}×` : ""}`;
}
