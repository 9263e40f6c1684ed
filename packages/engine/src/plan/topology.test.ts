import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { Edge } from "./edge.ts";
import { topologyOf } from "./topology.ts";

/** For each step the edges that lead to it; `from` is the number of an earlier step. */
type Links = readonly (readonly {
  readonly from: number;
  readonly certainty: Edge["certainty"];
  readonly mode: Edge["mode"];
}[])[];

function topology(links: Links) {
  const edges = links.flatMap(
    (list, to) => list.map(({ from, ...rest }) => ({ ...rest, from: String(from), to: String(to) }) as Edge), // the rest is not looked at
  );
  const offsets = new Int32Array(links.length + 1);
  links.forEach((list, index) => {
    offsets[index + 1] = offsets[index]! + list.length;
  });
  return topologyOf(edges, offsets, new Map(links.map((_, index) => [String(index), index])));
}

const link = fc.record({
  from: fc.nat({ max: 20 }),
  certainty: fc.constantFrom("required", "conditional", "dynamic"),
  mode: fc.constantFrom("plain", "default", "settled", null),
});

const links: fc.Arbitrary<Links> = fc
  .array(fc.array(link, { maxLength: 5 }), { maxLength: 10 })
  .map((lists) =>
    lists.map((list, to) => (to === 0 ? [] : list.map((one) => ({ ...one, from: one.from % to }))) as Links[number]),
  );

describe("the topology of a plan", () => {
  it("counts each required dependency once, and lists its dependents with whether a loss reaches them", () => {
    fc.assert(
      fc.property(links, (lists) => {
        const { upFrontCounts, dependents } = topology(lists);
        for (const [from] of lists.entries()) {
          const at = [dependents.offsets[from]!, dependents.offsets[from + 1]!] as const;
          const targets = [...dependents.targets.slice(...at)];
          const bearsLoss = [...dependents.bearsLoss.slice(...at)];
          const waiting = [...lists.keys()].filter((to) => requiredOf(lists, from, to).length > 0);
          expect(targets).toEqual(waiting);
          const onlyAsk = waiting.map((to) => requiredOf(lists, from, to).every(({ mode }) => mode === "settled"));
          expect(bearsLoss).toEqual(onlyAsk.map(Number));
        }
        const counts = lists.map(
          (_, to) => [...lists.keys()].filter((from) => requiredOf(lists, from, to).length > 0).length,
        );
        expect([...upFrontCounts]).toEqual(counts);
      }),
      trials("topologies", 1000),
    );
  });

  it("is empty for no steps", () => {
    const { upFrontCounts, dependents } = topology([]);
    expect([...upFrontCounts]).toEqual([]);
    expect([...dependents.offsets]).toEqual([0]);
  });
});

function requiredOf(lists: Links, from: number, to: number) {
  return lists[to]!.filter((one) => one.from === from && one.certainty === "required");
}
