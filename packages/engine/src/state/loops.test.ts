import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { Loops } from "./loops.ts";

interface Part {
  readonly to: Part[];
}

/** A graph of so many parts, with an edge for each pair of numbers. */
function graphOf(size: number, edges: readonly (readonly [number, number])[]): Part[] {
  const parts: Part[] = Array.from({ length: size }, () => ({ to: [] }));
  for (const [from, to] of edges) parts[from % size]!.to.push(parts[to % size]!);
  return parts;
}

/** The parts that lead back to themselves, noticed while walking. */
function noticed(root: Part): Set<Part> {
  const loops = new Loops();
  const seen = new Set<Part>();
  const looped = new Set<Part>();
  const visit = (part: Part): void => {
    if (seen.has(part)) return loops.meet(part);
    seen.add(part);
    loops.enter(part);
    for (const next of part.to) visit(next);
    if (loops.isLooped()) looped.add(part);
    loops.leave();
  };
  visit(root);
  return looped;
}

/** Whether a way leads from a part to another one, found by trying them all. */
function leads(from: Part, to: Part, tried = new Set<Part>()): boolean {
  return from.to.some((next) => next === to || (!tried.has(next) && leads(next, to, tried.add(next))));
}

describe("Loops", () => {
  it("notices exactly the parts that lead back to themselves", () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), edges, (size, pairs) => {
        const parts = graphOf(size, pairs);
        const root = parts[0]!;
        const expected = parts.filter((part) => (part === root || leads(root, part)) && leads(part, part));
        expect(noticed(root)).toEqual(new Set(expected));
      }),
      trials("loops of random graphs", 3000),
    );
  });
});
