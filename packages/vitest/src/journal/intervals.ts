/** A stretch of time, or of places in a journal; `end` is not before `start`. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Whether there is a moment that lies in an interval of each list. Stretches that only touch have none. */
export function haveCommonMoment(lists: readonly (readonly Interval[])[]): boolean {
  const [first = [], ...others] = lists;
  return others.reduce(intersections, first).length > 0;
}

/** Whether each interval of the one list ends before, or when, the first of the other begins. */
export function endBefore(earlier: readonly Interval[], later: readonly Interval[]): boolean {
  return earlier.every(({ end }) => later.every(({ start }) => end <= start));
}

function intersections(left: readonly Interval[], right: readonly Interval[]): readonly Interval[] {
  return left.flatMap((one) =>
    right
      .filter((other) => overlap(one, other))
      .map((other) => ({ start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) })),
  );
}

function overlap(one: Interval, other: Interval): boolean {
  return (
    Math.max(one.start, other.start) < Math.min(one.end, other.end) || isWithin(one, other) || isWithin(other, one)
  );
}

/** An interval without length overlaps one that began before it and ended after it. */
function isWithin(moment: Interval, around: Interval): boolean {
  return moment.start === moment.end && around.start < moment.start && moment.end < around.end;
}
