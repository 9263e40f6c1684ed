/** From when to when, in whatever unit. */
export interface Stay {
  readonly start: number;
  readonly end: number;
}

/**
 * For each stay a lane, from 0 on, so that no two that overlap share one; as few lanes as most overlap at a time. Stays
 * that touch do not overlap. Costs O(stays · log stays).
 */
export function lanesOf(stays: readonly Stay[]): readonly number[] {
  const byStart = stays.map((_stay, at) => at).sort((a, b) => compare(stays[a]!, stays[b]!) || a - b);
  const turnOf = new Int32Array(stays.length);
  for (const [turn, at] of byStart.entries()) turnOf[at] = turn;
  const byEnd = byStart.slice().sort((a, b) => stays[a]!.end - stays[b]!.end || turnOf[a]! - turnOf[b]!);
  const lanes: number[] = new Array(stays.length).fill(-1);
  const free: number[] = [];
  let [count, ended] = [0, 0];
  for (const [turn, at] of byStart.entries()) {
    for (; ended < turn; ended++) {
      const other = byEnd[ended]!;
      if (stays[other]!.end > stays[at]!.start || turnOf[other]! >= turn) break;
      free.push(lanes[other]!);
    }
    lanes[at] = free.pop() ?? count++;
  }
  return lanes;
}

function compare(a: Stay, b: Stay): number {
  return a.start - b.start || a.end - b.end;
}
