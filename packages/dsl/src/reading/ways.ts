/**
 * One way through a lambda, or what several ways have in common: the reads made so far, the last one first.
 * Ways share their beginnings, so that a branch costs nothing. Null: no way leads here.
 */
export type Way = Reads | null;

interface Reads {
  readonly last: string;
  readonly before: Reads | null;
  readonly length: number;
}

/** The way that has read nothing. */
export const start: Way = { last: "", before: null, length: 0 };

export function withRead(way: Way, read: string): Way {
  return way === null ? null : { last: read, before: way, length: way.length + 1 };
}

/** What two ways that meet have in common. */
export function join(one: Way, other: Way): Way {
  if (one === null || other === null || one === other) return one ?? other;
  const shared = sharedBeginning(one, other);
  const onOne = new Set(readsSince(shared, one));
  const onBoth = readsSince(shared, other).filter((read) => onOne.has(read));
  return onBoth.reduce<Way>(withRead, shared);
}

/** A point of the lambda that several ways lead to. */
export interface Meeting {
  way: Way;
}

export function createMeeting(): Meeting {
  return { way: null };
}

/** Leads one more way to a point. */
export function lead(way: Way, to: Meeting): void {
  to.way = join(to.way, way);
}

/** All reads on the way. */
export function readsOn(way: Way): ReadonlySet<string> {
  return new Set(way === null ? [] : readsSince(start, way));
}

function sharedBeginning(one: Reads, other: Reads): Reads {
  let left = one;
  let right = other;
  while (left !== right) {
    if (left.length >= right.length)
      left = left.before!; // both begin at `start`, the only one of length 0
    else right = right.before!; // longer than `left`, so not the start
  }
  return left;
}

function readsSince(beginning: Way, end: Reads): string[] {
  const reads: string[] = [];
  for (let way: Way = end; way !== null && way !== beginning; way = way.before) reads.push(way.last);
  return reads.reverse();
}
