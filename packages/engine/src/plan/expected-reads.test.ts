import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { Edge } from "./edge.ts";
import { expectedReads } from "./expected-reads.ts";

type Link = Pick<Edge, "from" | "kind" | "parameter">;

/** For each step the edges that lead to it, those of a lambda together; `from` is an earlier step. */
const links: fc.Arbitrary<readonly (readonly Link[])[]> = fc
  .array(fc.array(fc.tuple(fc.constantFrom("order", "guard", "x", "y", "z"), fc.nat()), { maxLength: 8 }), {
    maxLength: 10,
  })
  .map((lists) =>
    lists.map((list, to) => (to === 0 ? [] : list.map(([of, from]) => linkOf(of, String(from % to))).sort(byLambda))),
  );

function linkOf(of: string, from: string): Link {
  const kind = of === "order" || of === "guard" ? of : "data";
  return { from, kind, parameter: kind === "data" ? of : null };
}

function byLambda(one: Link, other: Link): number {
  const [first, second] = [lambdaOf(one), lambdaOf(other)];
  return first < second ? -1 : Number(first > second);
}

function lambdaOf({ kind, parameter }: Link): string {
  return kind === "data" ? `3 ${parameter}` : kind === "guard" ? "2" : "1";
}

function readsOf(lists: readonly (readonly Link[])[]) {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, index) => {
    offsets[index + 1] = offsets[index]! + list.length;
  });
  return expectedReads(lists.flat() as Edge[], offsets, new Map(lists.map((_, index) => [String(index), index]))); // the rest is not looked at
}

describe("what the lambdas of steps are known to read", () => {
  it("is each step once for each lambda, in the order of the edges, with its index", () => {
    const property = fc.property(links, (lists) => {
      const { lists: reads, offsets, sources } = readsOf(lists);
      for (const [to, list] of lists.entries()) {
        const keys = list.filter(({ kind }) => kind !== "order").map((link) => [link.from, link.parameter] as const);
        const once = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
        expect(reads[to]).toEqual(once.map(([step, parameter]) => ({ step, parameter })));
        expect([...sources.slice(offsets[to], offsets[to + 1])]).toEqual(once.map(([step]) => Number(step)));
        expect(Object.isFrozen(reads[to]) && reads[to]!.every(Object.isFrozen)).toBe(true);
      }
      expect(offsets.at(-1)).toBe(sources.length);
    });
    fc.assert(property, trials("expected reads", 1000));
  });
});
