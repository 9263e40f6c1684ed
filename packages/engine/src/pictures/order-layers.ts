import { countCrossings } from "./crossings.ts";
import type { Layers } from "./layers.ts";
import { swapNeighbours } from "./swap-neighbours.ts";

/** Small graphs get more sweeps than large ones, where each costs more than it gains. */
const sweepsOfSmall = 24;
const sweepsOfLarge = 6;
const largest = 4000;
/** Sweeps that may pass without fewer crossings. */
const patience = 6;

/**
 * Sorts the vertices of each rank so that few edges cross: sweeps down and up, in each of which a rank is sorted by the
 * mean place of its neighbours. The best of all orders is kept. Costs O(sweeps · edges · log vertices).
 */
export function orderLayers(layers: Layers): void {
  const { ranks, above, below, rankOf } = layers;
  const isSmall = rankOf.length <= largest;
  const positions: number[] = new Array(rankOf.length).fill(0);
  for (const rank of ranks) place(rank, positions);
  let best = ranks.map((rank) => rank.slice());
  let fewest = countCrossings(layers, positions);
  let lastGain = 0;
  for (let sweep = 0; sweep < (isSmall ? sweepsOfSmall : sweepsOfLarge) && fewest > 0; sweep++) {
    if (sweep % 2 === 0) for (let at = 1; at < ranks.length; at++) sortRank(ranks, at, at - 1, above, positions);
    else for (let at = ranks.length - 2; at >= 0; at--) sortRank(ranks, at, at + 1, below, positions);
    if (isSmall) swapNeighbours(layers, positions);
    const crossings = countCrossings(layers, positions);
    if (crossings < fewest) {
      fewest = crossings;
      best = ranks.map((rank) => rank.slice());
      lastGain = sweep;
    }
    if (sweep - lastGain >= patience) break;
  }
  for (const [at, rank] of best.entries()) replace(ranks[at]!, rank);
}

function replace(rank: number[], by: readonly number[]): void {
  rank.length = 0;
  for (const vertex of by) rank.push(vertex);
}

/** Places are shares of the width of a rank, so that ranks of different size compare; a vertex without neighbours stays. */
function sortRank(
  ranks: Layers["ranks"],
  at: number,
  fixed: number,
  neighbours: Layers["above"],
  positions: number[],
): void {
  const rank = ranks[at]!;
  const size = ranks[fixed]!.length;
  const means = new Map<number, number>();
  for (const vertex of rank) {
    const near = neighbours[vertex]!;
    const own = (positions[vertex]! + 0.5) / rank.length;
    const sum = near.reduce((total, other) => total + positions[other]! + 0.5, 0);
    means.set(vertex, near.length === 0 ? own : sum / near.length / size);
  }
  rank.sort((a, b) => means.get(a)! - means.get(b)! || positions[a]! - positions[b]!);
  place(rank, positions);
}

function place(rank: readonly number[], positions: number[]): void {
  for (const [position, vertex] of rank.entries()) positions[vertex] = position;
}
