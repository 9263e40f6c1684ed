import { durationText } from "./duration-text.ts";
import type { TimeRange, Waterfall } from "./waterfall.ts";

/** A folded time on a drawing. */
export interface ScaleFold extends TimeRange {
  readonly x: number;
  readonly width: number;
}

/** A mark on the axis: the time since the start of the run. */
export interface ScaleTick {
  readonly x: number;
  readonly words: string;
}

/** Where times are on a drawing, in pixels from its left. */
export interface TimeScale {
  /** Times outside of the run are at its ends. */
  x(time: number): number;
  readonly ticks: readonly ScaleTick[];
  readonly folds: readonly ScaleFold[];
}

/** A time that is shown at full length, and where. */
interface Piece extends TimeRange {
  readonly x: number;
}

const foldWidth = 48;
/** Of a narrow drawing all folds together take this share at most. */
const mostOfFolds = 0.5;
const pixelsPerTick = 96;
const pixelsBetweenTicks = 56;
const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const longSteps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
];

/** Spreads a run over so many pixels, its idle times folded. */
export function timeScale(
  { startedAt, finishedAt, idle }: Pick<Waterfall, "startedAt" | "finishedAt" | "idle">,
  width: number,
): TimeScale {
  const fold = Math.min(foldWidth, (width * mostOfFolds) / Math.max(1, idle.length));
  const starts = [startedAt, ...idle.map((range) => range.finishedAt)];
  const ends = [...idle.map((range) => range.startedAt), finishedAt];
  // A sum, since what is left of a long time when long ones are taken off it is rounding errors.
  const shown = starts.reduce((sum, start, at) => sum + (ends[at]! - start), 0);
  const pixelsPerMs = shown > 0 ? (width - fold * idle.length) / shown : 0;
  const pieces: Piece[] = [];
  const folds: ScaleFold[] = [];
  let [from, x] = [startedAt, 0];
  for (const range of idle) {
    pieces.push({ startedAt: from, finishedAt: range.startedAt, x });
    x += (range.startedAt - from) * pixelsPerMs;
    folds.push({ ...range, x, width: fold });
    [from, x] = [range.finishedAt, x + fold];
  }
  pieces.push({ startedAt: from, finishedAt, x });
  return {
    x: (time) => placeOf(Math.min(Math.max(time, startedAt), finishedAt), pieces, folds, pixelsPerMs),
    ticks: ticksOf(pieces, startedAt, tickStep((shown * pixelsPerTick) / width), pixelsPerMs),
    folds,
  };
}

function placeOf(time: number, pieces: readonly Piece[], folds: readonly ScaleFold[], pixelsPerMs: number): number {
  const at = folds.findIndex(({ finishedAt }) => time < finishedAt);
  const piece = pieces[at === -1 ? folds.length : at]!;
  const fold = folds[at];
  if (fold === undefined || time <= fold.startedAt) return piece.x + (time - piece.startedAt) * pixelsPerMs;
  return fold.x + ((time - fold.startedAt) / (fold.finishedAt - fold.startedAt)) * fold.width;
}

/** The least round time that is no less: 1, 2 or 5 and zeros, or what clocks count in. */
function tickStep(atLeast: number): number {
  if (!(atLeast > 0)) return 1;
  if (atLeast > 12 * hour) return day * roundNumber(atLeast / day);
  if (atLeast > second / 2) return longSteps.find((step) => step >= atLeast)!; // the longest is twelve hours
  return roundNumber(atLeast);
}

function roundNumber(atLeast: number): number {
  const zeros = 10 ** Math.floor(Math.log10(atLeast));
  return ([1, 2, 5].find((digit) => digit * zeros >= atLeast) ?? 10) * zeros;
}

function ticksOf(pieces: readonly Piece[], start: number, step: number, pixelsPerMs: number): readonly ScaleTick[] {
  const ticks: ScaleTick[] = [];
  for (const { startedAt, finishedAt, x } of pieces) {
    const first = Math.ceil((startedAt - start) / step - 1e-9);
    const last = Math.floor((finishedAt - start) / step + 1e-9);
    for (let further = 0; further <= last - first; further++) {
      const time = (first + further) * step;
      const at = x + (start + time - startedAt) * pixelsPerMs;
      const words = time === 0 ? "0" : durationText(time);
      const before = ticks.at(-1);
      if (before !== undefined && (at - before.x < pixelsBetweenTicks || before.words === words)) continue;
      ticks.push({ x: at, words });
    }
  }
  return ticks;
}
