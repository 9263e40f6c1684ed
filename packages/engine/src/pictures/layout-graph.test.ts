import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import type { Plan } from "../plan/plan.ts";
import type { GraphLayout, LayoutEdge, LayoutNode } from "./graph-layout.ts";
import { layersOf } from "./layers.ts";
import { layoutGraph } from "./layout-graph.ts";

interface RandomStep {
  readonly name: string;
  /** Distances to earlier steps. */
  readonly data: readonly number[];
  readonly order: readonly number[];
}

const back = fc.array(fc.nat({ max: 12 }), { maxLength: 4 });
const randomSteps: fc.Arbitrary<readonly RandomStep[]> = fc.array(
  fc.record({ name: fc.string({ maxLength: 30, unit: "binary" }), data: back, order: back }),
  { maxLength: 40 },
);

function planOf(random: readonly RandomStep[]): Plan {
  const nameOf = (index: number) => `${index} ${random[index]!.name}`;
  const steps = random.map(({ data, order }, index) => {
    const named = (distances: readonly number[]) =>
      index === 0 ? [] : [...new Set(distances.map((distance) => nameOf(index - 1 - (distance % index))))];
    const lambda = lambdaOf(() => 1, ...named(data));
    return stepOf(nameOf(index), { params: [parameterOf("p", lambda)], dependsOn: named(order) });
  });
  return workflowOf(steps).plan;
}

function overlap(a: LayoutNode, b: LayoutNode): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** By walking back from the step, with a memory: slow, and obvious. */
function longestWay(plan: Plan, index: number, known: Map<number, number>): number {
  const before = plan.edgesTo(index).map(({ from }) => plan.indexByName.get(from)!);
  const length = before.reduce((most, from) => {
    const way = known.get(from) ?? longestWay(plan, from, known);
    return Math.max(most, way + 1);
  }, 0);
  known.set(index, length);
  return length;
}

/** The upright parts of an edge, past ranks, and whether one of them touches a box. */
function touchesBox({ points }: LayoutEdge, nodes: readonly LayoutNode[]): boolean {
  const inner = points.slice(1, -1);
  return inner.some(({ x, y }, at) => {
    if (at % 2 === 1) return false;
    const end = inner[at + 1]!;
    expect(end.x).toBe(x);
    return nodes.some((node) => x > node.x && x < node.x + node.width && y < node.y + node.height && end.y > node.y);
  });
}

function isInside({ nodes, edges, width, height }: GraphLayout): boolean {
  const points = [
    ...edges.flatMap((edge) => edge.points),
    ...nodes.flatMap(({ x, y, ...box }) => [
      { x, y },
      { x: x + box.width, y: y + box.height },
    ]),
  ];
  return points.every(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height);
}

describe("the layout of a graph", () => {
  it("gives every step a box and every edge an arrow, and nothing runs into a box", () => {
    const property = fc.property(randomSteps, (random) => {
      const plan = planOf(random);
      const layout = layoutGraph(plan);
      const { nodes, edges } = layout;
      expect(nodes.map(({ name }) => name)).toEqual(plan.steps.map(({ name }) => name));
      const known = new Map<number, number>();
      for (const { index, rank } of nodes) expect(rank).toBe(longestWay(plan, index, known));
      for (const [at, node] of nodes.entries()) {
        for (const other of nodes.slice(at + 1)) expect(overlap(node, other)).toBe(false);
      }
      const wanted = new Set(plan.edges.map(({ from, to, kind }) => JSON.stringify([from, to, kind])));
      const drawn = edges.map(({ from, to, kind }) => JSON.stringify([nodes[from]!.name, nodes[to]!.name, kind]));
      expect(drawn).toHaveLength(wanted.size);
      expect(new Set(drawn)).toEqual(wanted);
      for (const edge of edges) {
        const [from, to] = [nodes[edge.from]!, nodes[edge.to]!];
        expect(from.rank).toBeLessThan(to.rank);
        const [start, end] = [edge.points[0]!, edge.points.at(-1)!];
        expect(start.y).toBe(from.y + from.height);
        expect(end.y).toBe(to.y);
        for (const [{ x }, box] of [[start, from] as const, [end, to] as const]) {
          expect(x).toBeGreaterThan(box.x);
          expect(x).toBeLessThan(box.x + box.width);
        }
        expect(touchesBox(edge, nodes)).toBe(false);
      }
      expect(isInside(layout)).toBe(true);
      expect(layoutGraph(planOf(random))).toEqual(layout);
    });
    fc.assert(property, trials("layouts", 300));
  });

  it("puts a chain straight below each other, and two branches on both sides of what they share", () => {
    const steps = [
      stepOf("first"),
      stepOf("second", { dependsOn: ["first"] }),
      stepOf("left", { dependsOn: ["second"] }),
      stepOf("right", { dependsOn: ["second"] }),
      stepOf("last", { dependsOn: ["left", "right"] }),
    ];
    const { nodes } = layoutGraph(workflowOf(steps).plan);
    const [first, second, left, right, last] = nodes.map(({ x, width }) => x + width / 2);
    expect([second, last]).toEqual([first, first]);
    expect(first! - left!).toBe(right! - first!);
    expect(right).toBeGreaterThan(left!);
  });

  it("finds the order without crossings of branches that were written crosswise", () => {
    const steps = [stepOf("a"), stepOf("b"), stepOf("ofB", { dependsOn: ["b"] }), stepOf("ofA", { dependsOn: ["a"] })];
    const { nodes } = layoutGraph(workflowOf(steps).plan);
    const [a, b, ofB, ofA] = nodes.map(({ x }) => x);
    expect(a! < b!).toBe(ofA! < ofB!);
  });

  it("leads a long edge past the boxes of each rank", () => {
    const edges = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 0, to: 2 },
    ];
    const { chains, ranks } = layersOf(Int32Array.of(0, 1, 2), edges);
    expect(chains).toEqual([[], [], [3]]);
    expect(ranks).toEqual([[0], [1, 3], [2]]);
  });

  it("takes edges around all boxes where they would pass more ranks than there are steps by far", () => {
    const count = 200;
    const steps = Array.from({ length: count }, (_none, index) => {
      const all = Array.from({ length: index }, (_step, at) => `s${at}`);
      return stepOf(`s${index}`, { dependsOn: index === count - 1 ? all : all.slice(-1) });
    });
    const edges = steps.flatMap((_step, to) => {
      const froms = to === count - 1 ? Array.from({ length: to }, (_none, from) => from) : to === 0 ? [] : [to - 1];
      return froms.map((from) => ({ from, to }));
    });
    const ranks = Int32Array.from({ length: count }, (_none, index) => index);
    expect(layersOf(ranks, edges).rankOf.length).toBeLessThanOrEqual(count + 2000 + 4 * (count + edges.length));
    const layout = layoutGraph(workflowOf(steps).plan);
    const right = layout.nodes.reduce((most, { x, width }) => Math.max(most, x + width), 0);
    const around = layout.edges.filter(({ points }) => points.some(({ x }) => x > right));
    expect(around.length).toBeGreaterThan(50);
    expect(around.every((edge) => !touchesBox(edge, layout.nodes))).toBe(true);
    expect(isInside(layout)).toBe(true);
  });

  it("is empty for a workflow without steps", () => {
    expect(layoutGraph(workflowOf([]).plan)).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
  });
});
