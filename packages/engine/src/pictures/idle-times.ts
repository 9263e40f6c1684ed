import type { TimeRange, WaterfallSegment } from "./waterfall.ts";

/** A time in which nothing runs is worth folding from this share of what would be shown on. */
const share = 0.2;
const mostFolds = 8;

/**
 * Long times of a run in which nothing ran, in order. The longest is looked at first, and each next one compared with what
 * is left, so that an hour of waiting does not hide a minute of waiting beside a second of work.
 */
export function idleTimes(whole: TimeRange, segments: Iterable<WaterfallSegment>): readonly TimeRange[] {
  const gaps = gapsIn(whole, workOf(segments)).sort((a, b) => lengthOf(b) - lengthOf(a) || a.startedAt - b.startedAt);
  const idle: TimeRange[] = [];
  let left = lengthOf(whole);
  for (const gap of gaps) {
    if (lengthOf(gap) <= share * left || lengthOf(gap) >= left || idle.length === mostFolds) break;
    idle.push(gap);
    left -= lengthOf(gap);
  }
  return idle.sort((a, b) => a.startedAt - b.startedAt);
}

function workOf(segments: Iterable<WaterfallSegment>): readonly TimeRange[] {
  return mergedRanges([...segments].filter(({ kind }) => kind === "running"));
}

/** Ranges that touch become one; in order. */
export function mergedRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const inOrder = ranges.slice().sort((a, b) => a.startedAt - b.startedAt);
  const merged: { startedAt: number; finishedAt: number }[] = [];
  for (const { startedAt, finishedAt } of inOrder) {
    const last = merged.at(-1);
    if (last !== undefined && startedAt <= last.finishedAt) last.finishedAt = Math.max(last.finishedAt, finishedAt);
    else merged.push({ startedAt, finishedAt });
  }
  return merged;
}

function gapsIn(whole: TimeRange, work: readonly TimeRange[]): TimeRange[] {
  const gaps: TimeRange[] = [];
  let from = whole.startedAt;
  for (const { startedAt, finishedAt } of work) {
    if (startedAt > from) gaps.push({ startedAt: from, finishedAt: startedAt });
    from = Math.max(from, finishedAt);
  }
  if (whole.finishedAt > from) gaps.push({ startedAt: from, finishedAt: whole.finishedAt });
  return gaps;
}

function lengthOf({ startedAt, finishedAt }: TimeRange): number {
  return finishedAt - startedAt;
}
