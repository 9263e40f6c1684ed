/** Two ends, by their numbers. */
export interface Ends {
  readonly from: number;
  readonly to: number;
}

/** For each node how many edges the longest way to it has. Every edge leads from a lower number to a higher one. */
export function ranksOf(count: number, edges: readonly Ends[]): Int32Array {
  const ranks = new Int32Array(count);
  const inOrder = edges.slice().sort((a, b) => a.to - b.to);
  for (const { from, to } of inOrder) ranks[to] = Math.max(ranks[to]!, ranks[from]! + 1);
  return ranks;
}
