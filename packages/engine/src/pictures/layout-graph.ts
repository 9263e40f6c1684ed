import type { Plan } from "../plan/plan.ts";
import type { Run } from "../spans/run.ts";
import { columnsOf } from "./columns.ts";
import { type DrawnEdge, drawnEdges } from "./drawn-edges.ts";
import type { GraphLayout, LayoutNode, Point } from "./graph-layout.ts";
import { type Layers, layersOf } from "./layers.ts";
import { boxHeight, boxWidth } from "./node-box.ts";
import { orderLayers } from "./order-layers.ts";
import { type EdgePorts, portsOf } from "./ports.ts";
import { ranksOf } from "./ranks.ts";

/** Pixels between two ranks: more where edges lead far to the side. */
const narrowestGap = 48;
const widestGap = 140;
const gapPerPixelAside = 0.08;
/** Edges that go around all ranks share so many lanes, this far apart. */
const lanes = 12;
const laneWidth = 10;

/**
 * Where the boxes and arrows of a graph go: ranks by the longest way from the start, an order within ranks with few
 * crossings, long edges around the boxes. With a run, the edges that it discovered are among them. Costs
 * O((steps + edges) · log steps) with bounded numbers of rounds; 10,000 steps take a second or two.
 */
export function layoutGraph(plan: Plan, run: Run | null = null): GraphLayout {
  const edges = drawnEdges(plan, run);
  const layers = layersOf(ranksOf(plan.steps.length, edges), edges);
  orderLayers(layers);
  const widths = layers.rankOf.map((_rank, vertex) => (vertex < layers.nodeCount ? boxWidth(plan.steps[vertex]!) : 0));
  const middles = columnsOf(layers, widths);
  const lefts = middles.map((middle, vertex) => Math.floor(middle - widths[vertex]! / 2));
  const left = lefts.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const right = lefts.reduce((most, x, vertex) => Math.max(most, x + widths[vertex]!), Number.NEGATIVE_INFINITY);
  const tops = topsOf(layers, middles);
  const nodes = plan.steps.map(
    ({ name }, index): LayoutNode => ({
      ...{ index, name, rank: layers.rankOf[index]! },
      ...{ x: lefts[index]! - left, y: tops[layers.rankOf[index]!]!, width: widths[index]!, height: boxHeight },
    }),
  );
  const boxesWidth = nodes.length === 0 ? 0 : right - left;
  const around = layers.chains.filter((chain) => chain === null).length;
  const shifted = middles.map((middle) => middle - left);
  const ports = portsOf({ edges, layers, nodes, middles: shifted, laneX: (at) => laneOf(at, boxesWidth) });
  return {
    width: boxesWidth + (around === 0 ? 0 : laneOf(Math.min(around, lanes) - 1, 0) + laneWidth),
    height: nodes.length === 0 ? 0 : tops.at(-1)! + boxHeight,
    nodes,
    edges: edges.map((edge, at) => ({ ...edge, points: pointsOf(edge, ports[at]!, layers, shifted, tops, at) })),
  };
}

function laneOf(at: number, boxesWidth: number): number {
  return boxesWidth + 2 * laneWidth + (at % lanes) * laneWidth;
}

/** The upper side of each rank. */
function topsOf({ ranks, above }: Layers, middles: readonly number[]): readonly number[] {
  let top = 0;
  return ranks.map((rank, at) => {
    if (at > 0) {
      const aside = rank.flatMap((vertex) =>
        above[vertex]!.map((upper) => Math.abs(middles[upper]! - middles[vertex]!)),
      );
      const widest = aside.reduce((most, pixels) => Math.max(most, pixels), 0);
      top += boxHeight + Math.round(Math.min(widestGap, narrowestGap + gapPerPixelAside * widest));
    }
    return top;
  });
}

function pointsOf(
  { from, to }: DrawnEdge,
  { start, end, lane }: EdgePorts,
  { chains, rankOf }: Layers,
  middles: readonly number[],
  tops: readonly number[],
  at: number,
): readonly Point[] {
  const first = { x: start, y: tops[rankOf[from]!]! + boxHeight };
  const last = { x: end, y: tops[rankOf[to]!]! };
  const chain = chains[at]!;
  if (lane !== null) {
    const [next, before] = [tops[rankOf[from]! + 1]!, tops[rankOf[to]! - 1]! + boxHeight];
    return [first, { x: lane, y: next }, { x: lane, y: before }, last];
  }
  const passed = (chain ?? []).flatMap((dummy) => {
    const [x, y] = [middles[dummy]!, tops[rankOf[dummy]!]!];
    return [
      { x, y },
      { x, y: y + boxHeight },
    ];
  });
  return [first, ...passed, last];
}
