import type { LegendEntry } from "./legend.ts";
import { element, type Markup } from "./svg-element.ts";
import type { Waterfall, WaterfallSegment } from "./waterfall.ts";

const sampleWidth = 26;

const words: Readonly<Record<WaterfallSegment["kind"], string>> = {
  running: "at work",
  dependencies: "waits for dependencies",
  slot: "for a slot",
  retry: "for its retry",
  suspended: "for an event or a time",
  holding: "what it holds is open",
};

/** The entries that explain what can be seen in a waterfall. */
export function waterfallLegend({ rows, links, idle }: Waterfall): readonly LegendEntry[] {
  const used = new Set(rows.flatMap(({ segments }) => segments.map(({ kind }) => kind)));
  const hasFailure = rows.some(({ segments }) => segments.some(({ isFailure }) => isFailure));
  const kinds = (Object.keys(words) as WaterfallSegment["kind"][]).filter((kind) => used.has(kind)); // its own keys
  const bars = kinds.map((kind) => bar(kind === "running" ? "succeeded-work" : kind, kind, words[kind]));
  return [
    ...bars.slice(0, 1),
    ...(hasFailure ? [bar("failed-work", "running", "failed attempt")] : []),
    ...bars.slice(1),
    ...(links.some(({ row }) => row !== null) ? [critical] : []),
    ...(idle.length > 0 ? [fold] : []),
  ];
}

/** The hatchings of waits, drawn in squares. */
export function waterfallPatterns(id: string): Markup {
  const pattern = (name: string, d: string) =>
    element(
      "pattern",
      { id: `${id}-${name}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
      element("path", { class: `mark ${name}`, d }),
    );
  return [
    pattern("slot", "M-1 7L7-1M-1 1L1-1M5 7L7 5"),
    pattern("retry", "M-1-1L7 7M-1 5L1 7M5-1L7 1"),
    pattern("suspended", "M2 2h2v2h-2z"),
  ].join("");
}

const heights: Readonly<Record<WaterfallSegment["kind"], number>> = {
  dependencies: 2,
  holding: 6,
  slot: 9,
  retry: 9,
  suspended: 9,
  running: 12,
};

function bar(className: string, kind: WaterfallSegment["kind"], meaning: string): LegendEntry {
  const height = heights[kind];
  const shape = { x: 0, y: -height / 2, width: sampleWidth, height, rx: Math.min(3, height / 2) };
  return { sample: element("rect", { class: `segment ${className}`, ...shape }), width: sampleWidth, words: meaning };
}

const critical: LegendEntry = {
  sample: element("path", { class: "critical", d: `M0 0H${sampleWidth}` }),
  width: sampleWidth,
  words: "critical path",
};

const fold: LegendEntry = {
  sample: element("path", { class: "tear", d: "M4-7l3 3.5l-4 3.5l4 3.5l-3 3.5M12-7l3 3.5l-4 3.5l4 3.5l-3 3.5" }),
  width: 16,
  words: "nothing ran, folded",
};
