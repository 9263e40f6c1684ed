import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { ReadyLine } from "./ready-line.ts";

interface Item {
  readonly rank: number;
  readonly sequence: number;
}

function goesBefore(a: Item, b: Item): boolean {
  return a.rank === b.rank ? a.sequence < b.sequence : a.rank < b.rank;
}

/** How many items come with which rank, or how many go. */
const action = fc.oneof(
  fc.record({ kind: fc.constant("come" as const), rank: fc.nat({ max: 3 }), count: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ kind: fc.constant("go" as const), count: fc.integer({ min: 1, max: 900 }) }),
);

describe("a line of what is ready", () => {
  it("gives out what a sorted list would, whether items come in order or not", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const line = new ReadyLine<Item>(goesBefore);
        const sorted: Item[] = [];
        let sequence = 0;
        for (const one of actions) {
          for (let n = 0; n < one.count; n++) {
            if (one.kind === "come") {
              const item = { rank: one.rank, sequence: sequence++ };
              line.push(item);
              sorted.push(item);
            } else {
              if (n === 0) sorted.sort((a, b) => a.rank - b.rank || a.sequence - b.sequence).reverse();
              const expected = sorted.pop();
              expect(line.peek()).toBe(expected);
              expect(line.pop()).toBe(expected);
            }
          }
        }
      }),
      trials("lines of what is ready", 100),
    );
  });

  it("is empty after its last item", () => {
    const line = new ReadyLine<Item>(goesBefore);
    for (let round = 0; round < 3; round++) {
      for (let sequence = 0; sequence < 3; sequence++) line.push({ rank: 0, sequence });
      expect([line.pop(), line.pop(), line.pop(), line.pop()].map((item) => item?.sequence)).toEqual([
        0,
        1,
        2,
        undefined,
      ]);
      expect(line.peek()).toBe(undefined);
    }
  });
});
