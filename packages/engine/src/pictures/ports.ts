import type { DrawnEdge } from "./drawn-edges.ts";
import type { LayoutNode } from "./graph-layout.ts";
import type { Layers } from "./layers.ts";

/** Where an edge leaves one box and reaches the other; `lane`: where it passes all boxes, null for one that does not. */
export interface EdgePorts {
  readonly start: number;
  readonly end: number;
  readonly lane: number | null;
}

/** What ports depend on. */
export interface PortPlaces {
  readonly edges: readonly DrawnEdge[];
  readonly layers: Layers;
  readonly nodes: readonly LayoutNode[];
  readonly middles: readonly number[];
  /** The lane of the edge that is so many-th of those that go around. */
  laneX(at: number): number;
}

/** The most pixels between two ports, and what stays free at the corners of a box. */
const portGap = 18;
const corner = 20;

/** Spreads the ends of edges over the sides of their boxes, in the order of where they lead, so that they do not cross there. */
export function portsOf({ edges, layers, nodes, middles, laneX }: PortPlaces): readonly EdgePorts[] {
  let around = 0;
  const laneAt = layers.chains.map((chain) => (chain === null ? laneX(around++) : null));
  const outgoing: number[][] = nodes.map(() => []);
  const incoming: number[][] = nodes.map(() => []);
  for (const [at, { from, to }] of edges.entries()) {
    outgoing[from]!.push(at);
    incoming[to]!.push(at);
  }
  const nextX = (at: number) => laneAt[at] ?? middles[layers.chains[at]?.[0] ?? edges[at]!.to]!;
  const lastX = (at: number) => laneAt[at] ?? middles[layers.chains[at]?.at(-1) ?? edges[at]!.from]!;
  const starts: number[] = [];
  const ends: number[] = [];
  for (const [index, node] of nodes.entries()) {
    spread(outgoing[index]!, node, middles[index]!, nextX, starts);
    spread(incoming[index]!, node, middles[index]!, lastX, ends);
  }
  return edges.map((_edge, at) => ({ start: starts[at]!, end: ends[at]!, lane: laneAt[at]! }));
}

function spread(
  edges: number[],
  node: LayoutNode,
  middle: number,
  goalOf: (at: number) => number,
  ports: number[],
): void {
  edges.sort((a, b) => goalOf(a) - goalOf(b) || a - b);
  const gap = Math.min(portGap, (node.width - 2 * corner) / Math.max(1, edges.length - 1));
  for (const [place, at] of edges.entries()) ports[at] = middle + (place - (edges.length - 1) / 2) * gap;
}
