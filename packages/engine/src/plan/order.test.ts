import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { CycleError } from "../errors/definition-errors.ts";
import type { StepDefinition } from "./definition.ts";
import type { Edge } from "./edge.ts";
import { inTopologicalOrder } from "./order.ts";

/** Steps by number, each with the numbers of those that it depends on. */
type Graph = readonly (readonly number[])[];

function orderOf(graph: Graph): readonly number[] {
  const steps = graph.map((_, index) => ({ name: String(index) }) as StepDefinition); // nothing but the name is looked at
  const edges = graph.map((list, to) => list.map((from) => ({ from: String(from), to: String(to) }) as Edge));
  const edgesByName = new Map(steps.map(({ name }, index) => [name, edges[index]!]));
  return inTopologicalOrder(steps, edgesByName).map(({ name }) => Number(name));
}

/** Whether a step depends on itself, found by walking every way. */
function hasCycle(graph: Graph): boolean {
  const reaches = (from: number, to: number, seen: Set<number>): boolean =>
    graph[from]!.some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      return reaches(next, to, seen.add(next));
    });
  return graph.some((_, index) => reaches(index, index, new Set()));
}

const graph: fc.Arbitrary<Graph> = fc
  .integer({ min: 1, max: 8 })
  .chain((count) =>
    fc.array(fc.array(fc.nat({ max: count - 1 }), { maxLength: 2 }), { minLength: count, maxLength: count }),
  );

describe("the order of steps", () => {
  it("is the one given where that is topological", () => {
    expect(orderOf([[], [], [0], [1, 2, 2]])).toEqual([0, 1, 2, 3]);
  });

  it("puts every step after those that it depends on, or names a circle", () => {
    fc.assert(
      fc.property(graph, (dependencies) => {
        if (hasCycle(dependencies)) {
          expect(() => orderOf(dependencies)).toThrow(CycleError);
          return;
        }
        const order = orderOf(dependencies);
        expect([...order].sort()).toEqual(dependencies.map((_, index) => index));
        for (const [place, step] of order.entries()) {
          for (const dependency of dependencies[step]!) expect(order.indexOf(dependency)).toBeLessThan(place);
        }
      }),
      trials("orders of steps", 1000),
    );
  });

  it("names a circle whose every step depends on the one that follows it", () => {
    fc.assert(
      fc.property(graph.filter(hasCycle), (dependencies) => {
        const circle = circleOf(dependencies);
        expect(circle.length).toBeGreaterThan(1);
        expect(circle[0]).toBe(circle.at(-1));
        for (const [place, step] of circle.slice(0, -1).entries())
          expect(dependencies[step]).toContain(circle[place + 1]);
      }),
      trials("circles", 300),
    );
  });

  it("is found for a chain longer than the call stack is deep", () => {
    const count = 20_000;
    const backwards = Array.from({ length: count }, (_, index) => (index + 1 < count ? [index + 1] : []));
    expect(orderOf(backwards)[0]).toBe(count - 1);
  });
});

function circleOf(dependencies: Graph): readonly number[] {
  try {
    orderOf(dependencies);
  } catch (thrown) {
    if (thrown instanceof CycleError) return thrown.path.map(Number);
  }
  return [];
}
