import type { TimeScale, WaterfallSegment } from "@stepspan/engine/reading";
import { shortDuration } from "./times.ts";

/** A piece of a bar, in pixels. */
export interface DrawnSegment {
  readonly kind: WaterfallSegment["kind"];
  readonly isFailure: boolean;
  readonly x: number;
  readonly width: number;
  /** What it says when somebody points at it. */
  readonly words: string;
}

const narrowest = 2;
/** Pieces of one kind that are no further apart are drawn as one. */
const leastGap = 0.75;

const words: Readonly<Record<WaterfallSegment["kind"], string>> = {
  dependencies: "waiting for dependencies",
  slot: "waiting for a slot",
  running: "running",
  retry: "backing off",
  suspended: "suspended",
  holding: "what lies below it at work",
};

export function segmentWord(kind: WaterfallSegment["kind"]): string {
  return words[kind];
}

/** The pieces of one bar: as many at most as can be told apart at this width. */
export function drawnSegments(segments: readonly WaterfallSegment[], scale: TimeScale): readonly DrawnSegment[] {
  const drawn: DrawnSegment[] = [];
  for (const { kind, isFailure, attempt, startedAt, finishedAt } of segments) {
    const x = scale.x(startedAt);
    const end = Math.max(scale.x(finishedAt), x + (kind === "running" ? narrowest : 0));
    if (end <= x) continue;
    const last = drawn.at(-1);
    if (
      last !== undefined &&
      last.kind === kind &&
      last.isFailure === isFailure &&
      x - (last.x + last.width) < leastGap
    ) {
      const merged = { kind, isFailure, x: last.x, width: Math.max(last.width, end - last.x), words: words[kind] };
      drawn[drawn.length - 1] = merged;
      continue;
    }
    const which = attempt === null ? "" : `, attempt ${attempt}${isFailure ? ", failed" : ""}`;
    drawn.push({
      kind,
      isFailure,
      x,
      width: end - x,
      words: `${words[kind]} ${shortDuration(finishedAt - startedAt)}${which}`,
    });
  }
  return drawn;
}

/** What a bar says, for those who do not see it. */
export function segmentsInWords(segments: readonly WaterfallSegment[]): string {
  const sums = new Map<WaterfallSegment["kind"], number>();
  for (const { kind, startedAt, finishedAt } of segments)
    sums.set(kind, (sums.get(kind) ?? 0) + finishedAt - startedAt);
  return [...sums].map(([kind, ms]) => `${words[kind]} ${shortDuration(ms)}`).join(", ");
}
