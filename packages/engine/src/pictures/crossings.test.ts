import fc from "fast-check";
import { expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { countCrossings } from "./crossings.ts";
import { layersOf } from "./layers.ts";
import { orderLayers } from "./order-layers.ts";

const size = 6;
const links = fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: 20 });

/** Two ranks of six, joined by the links. */
function twoRanks(ends: readonly (readonly [number, number])[]) {
  const ranks = Int32Array.from({ length: 2 * size }, (_none, index) => (index < size ? 0 : 1));
  return layersOf(
    ranks,
    ends.map(([from, to]) => ({ from, to: size + to })),
  );
}

function positionsOf(ranks: readonly (readonly number[])[]): readonly number[] {
  const positions: number[] = [];
  for (const rank of ranks) for (const [position, vertex] of rank.entries()) positions[vertex] = position;
  return positions;
}

/** Each pair of links is compared. */
function slowCount(ends: readonly (readonly [number, number])[], positions: readonly number[]): number {
  const placed = ends.map(([from, to]) => [positions[from]!, positions[size + to]!] as const);
  return placed.flatMap(([a, b], at) => placed.slice(at + 1).filter(([c, d]) => (a - c) * (b - d) < 0)).length;
}

it("crossings are those of all pairs of edges, and sorting the ranks adds none", () => {
  const property = fc.property(links, (ends) => {
    const layers = twoRanks(ends);
    const before = countCrossings(layers, positionsOf(layers.ranks));
    expect(before).toBe(slowCount(ends, positionsOf(layers.ranks)));
    orderLayers(layers);
    const after = countCrossings(layers, positionsOf(layers.ranks));
    expect(after).toBe(slowCount(ends, positionsOf(layers.ranks)));
    expect(after).toBeLessThanOrEqual(before);
    expect(layers.ranks.map((rank) => rank.toSorted((a, b) => a - b))).toEqual(twoRanks([]).ranks);
  });
  fc.assert(property, trials("crossings", 500));
});
