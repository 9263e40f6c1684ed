import type { Layers } from "./layers.ts";

/** How many pairs of edges cross. Costs O(edges · log vertices). */
export function countCrossings({ ranks, below }: Layers, positions: readonly number[]): number {
  let crossings = 0;
  for (const [rank, upper] of ranks.entries()) {
    const lower = ranks[rank + 1];
    if (lower !== undefined) crossings += crossingsBetween(upper, lower.length, below, positions);
  }
  return crossings;
}

/** An edge crosses those before it that end further right; a Fenwick tree counts them. */
function crossingsBetween(
  upper: readonly number[],
  lowerCount: number,
  below: Layers["below"],
  positions: readonly number[],
): number {
  const tree = new Int32Array(lowerCount + 1);
  let added = 0;
  let crossings = 0;
  for (const vertex of upper) {
    const ends = below[vertex]!.map((end) => positions[end]!);
    for (const end of ends) crossings += added - countUpTo(tree, end + 1);
    for (const end of ends) addAt(tree, end + 1);
    added += ends.length;
  }
  return crossings;
}

function countUpTo(tree: Int32Array, place: number): number {
  let count = 0;
  for (let at = place; at > 0; at -= at & -at) count += tree[at]!;
  return count;
}

function addAt(tree: Int32Array, place: number): void {
  for (let at = place; at < tree.length; at += at & -at) tree[at]!++;
}
