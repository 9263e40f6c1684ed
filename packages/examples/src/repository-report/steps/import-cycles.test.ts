import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findImportCycles } from "./import-cycles.ts";
import type { ImportEdge } from "./import-graph.ts";

function edgesOf(...pairs: readonly string[]): readonly ImportEdge[] {
  return pairs.map((pair) => {
    const [from = "", to = "", kind = "static"] = pair.split(" ");
    return { from, to, kind: kind as ImportEdge["kind"] };
  });
}

describe("findImportCycles", () => {
  it("finds none in a graph without circles", () => {
    expect(findImportCycles({ edges: edgesOf("a b", "a c", "b d", "c d") })).toEqual([]);
    expect(findImportCycles({ edges: [] })).toEqual([]);
  });

  it("finds circles apart from each other, each from its first name on", () => {
    const edges = edgesOf("d c", "c d", "b a", "a b", "a c");

    expect(findImportCycles({ edges })).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("finds a module that imports itself", () => {
    expect(findImportCycles({ edges: edgesOf("a a", "a b") })).toEqual([["a"]]);
  });

  it("shows the shortest way round through the first module", () => {
    expect(findImportCycles({ edges: edgesOf("a b", "b c", "c d", "d a", "b d") })).toEqual([["a", "b", "d"]]);
  });

  it("follows no imports of types and none that are made by a call", () => {
    expect(findImportCycles({ edges: edgesOf("a b", "b a type", "c d", "d c dynamic") })).toEqual([]);
  });

  it("goes round a circle of 50,000 modules", () => {
    const edges = edgesOf(...Array.from({ length: 50_000 }, (_, index) => `${index} ${(index + 1) % 50_000}`));

    expect(findImportCycles({ edges }).map((cycle) => cycle.length)).toEqual([50_000]);
  });

  it("finds in random graphs what following every import finds", () => {
    const node = fc.integer({ min: 0, max: 7 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 20 }), (pairs) => {
        const edges = pairs.map(([from, to]): ImportEdge => ({ from, to, kind: "static" }));
        const cycles = findImportCycles({ edges });

        expect(cycles.map(([first]) => first)).toEqual(firstOfEachCircle(pairs));
        for (const cycle of cycles) {
          const steps = cycle.map((from, index) => [from, cycle[(index + 1) % cycle.length]]);
          expect(pairs).toEqual(expect.arrayContaining(steps));
        }
      }),
    );
  });
});

function firstOfEachCircle(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const reaches = new Set(pairs.map(([from, to]) => from + to));
  const nodes = [..."01234567"];
  for (const middle of nodes) {
    for (const from of nodes) {
      for (const to of nodes) if (reaches.has(from + middle) && reaches.has(middle + to)) reaches.add(from + to);
    }
  }
  const isFirst = (node: string) =>
    !nodes.some((other) => other < node && reaches.has(other + node) && reaches.has(node + other));
  return nodes.filter((node) => reaches.has(node + node) && isFirst(node));
}
