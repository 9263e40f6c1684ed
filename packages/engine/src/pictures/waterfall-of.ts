import type { Run } from "../spans/run.ts";
import type { Span, SpanStatus } from "../spans/span.ts";
import { idleTimes, mergedRanges } from "./idle-times.ts";
import { segmentsOf } from "./segments.ts";
import { everySpan } from "./spans-below.ts";
import { statusCounts } from "./status-counts.ts";
import type { Waterfall, WaterfallLink, WaterfallRow, WaterfallSegment } from "./waterfall.ts";

/** How a waterfall is made. */
export interface WaterfallOptions {
  /** A step with more items, iterations or turns than this has one row for all of them. Default: each has its own. */
  readonly mostItems?: number;
}

/** What the row of folded items shows is the first of these that one has. */
const worstFirst: readonly SpanStatus[] = [
  "failed",
  "cancelled",
  "running",
  "suspended",
  "waiting",
  "pending",
  "succeeded",
  "skipped",
];

/** A span to come, below so many others. */
interface Open {
  readonly span: Span;
  readonly depth: number;
}

/** Where the time of a run went. Costs O(spans · log spans), and what `run.criticalPath` does. */
export function waterfallOf(run: Run, { mostItems = Number.POSITIVE_INFINITY }: WaterfallOptions = {}): Waterfall {
  const whole = { startedAt: run.startedAt, finishedAt: run.startedAt + run.duration };
  const path = run.criticalPath;
  const critical = new Set(path.map((link) => link.path));
  const rows: WaterfallRow[] = [];
  const rowAt = new Map<string, number>();
  const worked: WaterfallSegment[] = [];
  const open: Open[] = startedFirst(run.rootSpan.steps).map((span) => ({ span, depth: 0 }));
  open.reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { span, depth } = next;
    const segments = segmentsOf(span, whole.finishedAt);
    rowAt.set(span.path, rows.length);
    rows.push(rowOf(span, depth, segments, critical.has(span.path)));
    for (const segment of segments) worked.push(segment);
    const { items } = span;
    if (items.length > mostItems) {
      const below = [...everySpan(items)];
      for (const inside of below) rowAt.set(inside.path, rows.length);
      const all = below.flatMap((inside) => segmentsOf(inside, whole.finishedAt));
      for (const segment of all) worked.push(segment);
      rows.push(
        foldedRow(
          span,
          items,
          depth + 1,
          all,
          below.some((inside) => critical.has(inside.path)),
        ),
      );
    } else for (const item of items.toReversed()) open.push({ span: item, depth: depth + 1 });
    for (const step of startedFirst(span.steps).reverse()) open.push({ span: step, depth: depth + 1 });
  }
  const links = path.map(
    ({ path: at, because, startedAt, finishedAt }): WaterfallLink => ({
      row: rowAt.get(at) ?? null,
      because,
      startedAt,
      finishedAt,
    }),
  );
  return { ...whole, rows, links, idle: idleTimes(whole, worked) };
}

function rowOf(span: Span, depth: number, segments: readonly WaterfallSegment[], isCritical: boolean): WaterfallRow {
  const { path, name, status, attempts, startedAt, finishedAt } = span;
  const own = { path, name, depth, status, folded: null, segments };
  return { ...own, attempts: attempts.length, startedAt, finishedAt, isCritical };
}

function foldedRow(
  holder: Span,
  items: readonly Span[],
  depth: number,
  segments: readonly WaterfallSegment[],
  isCritical: boolean,
): WaterfallRow {
  const folded = statusCounts(items);
  const ran = mergedRanges(segments.filter(({ kind }) => kind === "running"));
  const starts = items.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = items.flatMap(({ finishedAt }) => finishedAt ?? []);
  return {
    ...{ path: holder.path, name: holder.name, depth, folded, isCritical },
    status: worstFirst.find((status) => folded.has(status)) ?? "pending",
    segments: ran.map((range) => ({ ...range, kind: "running", attempt: null, isFailure: false })),
    attempts: 0,
    startedAt: starts.length === 0 ? null : starts.reduce((least, time) => Math.min(least, time)),
    finishedAt: ends.length < items.length ? null : ends.reduce((most, time) => Math.max(most, time)),
  };
}

/** What never started stands where it settled. In the order written where times are the same. */
function startedFirst(spans: readonly Span[]): Span[] {
  const timed = spans.map((span) => ({ span, at: span.startedAt ?? span.finishedAt ?? Number.POSITIVE_INFINITY }));
  return timed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ span }) => span);
}
