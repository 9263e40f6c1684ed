import type { Layers } from "./layers.ts";

/** Pixels between two boxes, and between a line and what is beside it. */
const boxGap = 28;
const lineGap = 18;
/** Edges between dummies pull most, so that long edges are straight. */
const pullOfLine = 8;
const pullOfLineEnd = 2;
const pullOfLone = 0.05;
/** A vertex this near to its only neighbour goes straight below or above it if it has the room. */
const snap = 24;
const roundsOfSmall = 24;
const roundsOfLarge = 6;
const largest = 4000;

/**
 * The middle of each vertex, in whole pixels: as near to its neighbours as the order of the rank and the gaps allow. Each
 * round looks at every edge once.
 */
export function columnsOf(layers: Layers, widths: readonly number[]): readonly number[] {
  const { ranks, above, below, rankOf } = layers;
  const middles: number[] = new Array(rankOf.length).fill(0);
  for (const rank of ranks) spread(rank, layers, widths, middles);
  const rounds = rankOf.length <= largest ? roundsOfSmall : roundsOfLarge;
  for (let round = 0; round < rounds; round++) {
    for (let at = 1; at < ranks.length; at++) pullRank(ranks[at]!, [above], layers, widths, middles);
    for (let at = ranks.length - 2; at >= 0; at--) pullRank(ranks[at]!, [below], layers, widths, middles);
  }
  for (const rank of ranks) pullRank(rank, [above, below], layers, widths, middles);
  for (let vertex = 0; vertex < middles.length; vertex++) middles[vertex] = Math.round(middles[vertex]!);
  for (const rank of ranks) snapRank(rank, layers, widths, middles, above, below);
  for (const rank of ranks.toReversed()) snapRank(rank, layers, widths, middles, below, above);
  return middles;
}

/** Side by side around 0. */
function spread(rank: readonly number[], layers: Layers, widths: readonly number[], middles: number[]): void {
  let right = 0;
  for (const [at, vertex] of rank.entries()) {
    right += at === 0 ? 0 : distance(rank[at - 1]!, vertex, layers, widths);
    middles[vertex] = right;
  }
  for (const vertex of rank) middles[vertex]! -= right / 2;
}

/** The least distance between the middles of two vertices that stand beside each other: a whole number. */
function distance(left: number, right: number, { nodeCount }: Layers, widths: readonly number[]): number {
  const gap = left < nodeCount && right < nodeCount ? boxGap : lineGap;
  return Math.ceil((widths[left]! + widths[right]!) / 2) + gap;
}

/**
 * Moves a rank as near as it can go to where its neighbours pull each vertex. With the distances taken off, this is the
 * nearest rising line to a list of numbers: neighbours that would pass each other move as one block, to their mean.
 */
function pullRank(
  rank: readonly number[],
  sides: readonly Layers["above"][],
  layers: Layers,
  widths: readonly number[],
  middles: number[],
): void {
  const blocks: { sum: number; weight: number; count: number }[] = [];
  let offset = 0;
  const offsets: number[] = [];
  for (const [at, vertex] of rank.entries()) {
    if (at > 0) offset += distance(rank[at - 1]!, vertex, layers, widths);
    offsets.push(offset);
    const { goal, weight } = pullOn(vertex, sides, layers, middles);
    let block = { sum: (goal - offset) * weight, weight, count: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.sum / last.weight >= block.sum / block.weight; ) {
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, count: last.count + block.count };
      blocks.pop();
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  let at = 0;
  for (const { sum, weight, count } of blocks) {
    for (let end = at + count; at < end; at++) middles[rank[at]!] = sum / weight + offsets[at]!;
  }
}

function pullOn(
  vertex: number,
  sides: readonly Layers["above"][],
  { nodeCount }: Layers,
  middles: readonly number[],
): { readonly goal: number; readonly weight: number } {
  let [sum, weight] = [0, 0];
  for (const side of sides) {
    for (const other of side[vertex]!) {
      const lines = Number(vertex >= nodeCount) + Number(other >= nodeCount);
      const pull = lines === 2 ? pullOfLine : lines === 1 ? pullOfLineEnd : 1;
      sum += middles[other]! * pull;
      weight += pull;
    }
  }
  return weight === 0 ? { goal: middles[vertex]!, weight: pullOfLone } : { goal: sum / weight, weight };
}

/** Takes the last small bends out of chains and long edges. */
function snapRank(
  rank: readonly number[],
  layers: Layers,
  widths: readonly number[],
  middles: number[],
  towards: Layers["above"],
  away: Layers["above"],
): void {
  for (const [at, vertex] of rank.entries()) {
    const [only, ...others] = towards[vertex]!;
    if (only === undefined || others.length > 0 || (away[vertex]!.length > 1 && vertex < layers.nodeCount)) continue;
    const goal = middles[only]!;
    if (Math.abs(goal - middles[vertex]!) > snap) continue;
    const [left, right] = [rank[at - 1], rank[at + 1]];
    if (left !== undefined && goal - middles[left]! < distance(left, vertex, layers, widths)) continue;
    if (right !== undefined && middles[right]! - goal < distance(vertex, right, layers, widths)) continue;
    middles[vertex] = goal;
  }
}
