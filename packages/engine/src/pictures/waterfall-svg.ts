import type { Run } from "../spans/run.ts";
import { axisSvg, foldSigns } from "./axis-svg.ts";
import { criticalSvg } from "./critical-svg.ts";
import { displayText } from "./display-text.ts";
import { durationText } from "./duration-text.ts";
import { headingOf } from "./heading.ts";
import { legendOf } from "./legend.ts";
import { countsText, statusCounts } from "./status-counts.ts";
import { signRules, statuses } from "./status-signs.ts";
import { type Rule, svgDocument } from "./svg-document.ts";
import { element } from "./svg-element.ts";
import { textWidth } from "./text-width.ts";
import type { Theme } from "./theme.ts";
import { timeScale } from "./time-scale.ts";
import type { Waterfall } from "./waterfall.ts";
import { waterfallLegend, waterfallPatterns } from "./waterfall-legend.ts";
import { waterfallOf } from "./waterfall-of.ts";
import { type RowPlaces, rowHeight, rowName, rowSvg } from "./waterfall-row.ts";

/** Pixels. */
const margin = 28;
const barsWidth = 620;
const factsWidth = 96;
const axisHeight = 30;
const [narrowestNames, widestNames] = [120, 300];
const indent = 16;
const signWidth = 26;
/** Steps with more items than this have one row for all of them. */
const mostItems = 12;
const longestName = 60;

/**
 * Where the time of a run went, as an SVG of its own: a row for each step, with what it waited for, its attempts and the
 * critical path. The same run gives the same text.
 */
export function waterfallSvg(run: Run): string {
  const waterfall = waterfallOf(run, { mostItems });
  const { rows } = waterfall;
  const names = namesWidth(waterfall);
  const left = margin + names;
  const width = Math.round(left + barsWidth + factsWidth + margin);
  const heading = headingOf(run.workflow, run, { x: margin, width: width - 2 * margin });
  const scale = timeScale(waterfall, barsWidth);
  const top = heading.height + axisHeight;
  const height = rows.length * rowHeight;
  const places: RowPlaces = { scale, left, indent, signWidth, margin, end: width - margin, names };
  const legend = legendOf(waterfallLegend(waterfall), margin, top + height + 26, width - 2 * margin);
  const bars = `translate(${left} ${top})`;
  return svgDocument({
    width,
    height: Math.round(top + height + 34 + legend.height),
    title: `Waterfall of a run of workflow ${displayText(run.workflow, longestName)}`,
    description: describe(run),
    body: [
      heading.body,
      element("g", { transform: bars }, axisSvg(scale, barsWidth, height)),
      ...rows.map((row, at) =>
        element("g", { transform: `translate(0 ${top + at * rowHeight})` }, rowSvg(row, places)),
      ),
      element("g", { transform: bars }, foldSigns(scale, height), criticalSvg(waterfall, scale)),
      legend.body,
    ].join(""),
    definitions: waterfallPatterns,
    rules: waterfallRules,
  });
}

function namesWidth({ rows }: Waterfall): number {
  const widest = rows.reduce(
    (most, row) => Math.max(most, row.depth * indent + textWidth(rowName(row), 12)),
    narrowestNames,
  );
  return Math.ceil(Math.min(widestNames, widest) + signWidth + 18);
}

function describe(run: Run): string {
  const counts = countsText(statusCounts(run.rootSpan.steps));
  return `${run.status} after ${durationText(run.duration)}. Steps: ${counts === "" ? "none" : counts}.`;
}

function waterfallRules(theme: Theme, id: string): readonly Rule[] {
  const { border, faint, critical, muted, ground, slot, retry, text } = theme;
  return [
    [".row", `font-size:12px;fill:${text}`],
    [".grid", `stroke:${faint}`],
    [".under", `stroke:${faint}`],
    [".segment.dependencies", `fill:${border}`],
    [".segment.holding", `fill:${muted};opacity:.35`],
    [".segment.slot", `fill:url(#${id}-slot);stroke:${slot}`],
    [".segment.retry", `fill:url(#${id}-retry);stroke:${retry}`],
    [".segment.suspended", `fill:url(#${id}-suspended);stroke:${theme.statuses.suspended[0]}`],
    [".mark.slot", `stroke:${slot}`],
    [".mark.retry", `stroke:${retry}`],
    [".mark.suspended", `fill:${theme.statuses.suspended[0]}`],
    ...statuses.map((status): Rule => [`.segment.${status}-work`, `fill:${theme.statuses[status][0]}`]),
    [".number", `font-size:10px;font-weight:600;text-anchor:middle;fill:${ground}`],
    [".critical", `fill:none;stroke:${critical};stroke-width:2;stroke-linejoin:round`],
    [".fold", `fill:${ground};opacity:.75`],
    [".tear", `fill:none;stroke:${muted}`],
    ...signRules(theme),
  ];
}
