import type { Ends } from "./ranks.ts";

/**
 * The graph with its long edges cut into pieces: a dummy vertex where an edge passes a rank. Vertices from 0 on are the
 * nodes, those behind them dummies.
 */
export interface Layers {
  /** The vertices of each rank, in their order from left to right; sorted in place. */
  readonly ranks: readonly number[][];
  readonly rankOf: readonly number[];
  /** For each vertex its neighbours one rank up, and one rank down. */
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
  /** For each edge the dummies that it passes, or null for one that goes around all ranks. */
  readonly chains: readonly (readonly number[] | null)[];
  /** How many vertices are nodes. */
  readonly nodeCount: number;
}

/** Edges that pass more ranks than this allows, all together, go around: else a long chain that is read at its end would be quadratic (I9). */
function mostDummies(nodes: number, edges: number): number {
  return 2000 + 4 * (nodes + edges);
}

/** Cuts the edges; the longest ones go around when there would be too many dummies. */
export function layersOf(nodeRanks: Int32Array, edges: readonly Ends[]): Layers {
  const nodeCount = nodeRanks.length;
  const rankOf = Array.from(nodeRanks);
  const above: number[][] = Array.from(nodeRanks, () => []);
  const below: number[][] = Array.from(nodeRanks, () => []);
  const ranks: number[][] = Array.from(
    { length: rankOf.reduce((most, rank) => Math.max(most, rank + 1), 0) },
    () => [],
  );
  for (let node = 0; node < nodeCount; node++) ranks[rankOf[node]!]!.push(node);

  const join = (upper: number, lower: number) => {
    below[upper]!.push(lower);
    above[lower]!.push(upper);
  };
  const addDummy = (rank: number): number => {
    const dummy = rankOf.push(rank) - 1;
    above.push([]);
    below.push([]);
    ranks[rank]!.push(dummy);
    return dummy;
  };
  const goesAround = longestOf(edges, rankOf, mostDummies(nodeCount, edges.length));
  const chains = edges.map(({ from, to }, at) => {
    if (goesAround.has(at)) return null;
    const chain: number[] = [];
    let upper = from;
    for (let rank = rankOf[from]! + 1; rank < rankOf[to]!; rank++) {
      const dummy = addDummy(rank);
      join(upper, dummy);
      chain.push(dummy);
      upper = dummy;
    }
    join(upper, to);
    return chain;
  });
  return { ranks, rankOf, above, below, chains, nodeCount };
}

/** The edges for which no dummies are left when shorter ones come first. */
function longestOf(edges: readonly Ends[], rankOf: readonly number[], limit: number): ReadonlySet<number> {
  const passed = edges.map(({ from, to }) => rankOf[to]! - rankOf[from]! - 1);
  const shortestFirst = edges.map((_edge, at) => at).sort((a, b) => passed[a]! - passed[b]! || a - b);
  const longest = new Set<number>();
  let sum = 0;
  for (const at of shortestFirst) {
    sum += passed[at]!;
    if (sum > limit) longest.add(at);
  }
  return longest;
}
