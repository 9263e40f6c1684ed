import type { Layers } from "./layers.ts";

/** Beyond so many neighbours a vertex is left where it is: comparing costs as much as they are many. */
const mostNeighbours = 64;

/** Swaps vertices that stand beside each other wherever that takes crossings away, in one pass over all ranks. */
export function swapNeighbours({ ranks, above, below }: Layers, positions: number[]): void {
  for (const rank of ranks) {
    for (let at = 0; at + 1 < rank.length; at++) {
      const [left, right] = [rank[at]!, rank[at + 1]!];
      const gain =
        gainOfSwap(above[left]!, above[right]!, positions) + gainOfSwap(below[left]!, below[right]!, positions);
      if (gain <= 0) continue;
      rank[at] = right;
      rank[at + 1] = left;
      positions[right] = at;
      positions[left] = at + 1;
    }
  }
}

/** How many crossings fewer there are between the edges of two vertices when they are swapped. */
function gainOfSwap(ofLeft: readonly number[], ofRight: readonly number[], positions: readonly number[]): number {
  if (ofLeft.length > mostNeighbours || ofRight.length > mostNeighbours) return 0;
  let gain = 0;
  for (const left of ofLeft) {
    for (const right of ofRight) gain += Math.sign(positions[left]! - positions[right]!);
  }
  return gain;
}
