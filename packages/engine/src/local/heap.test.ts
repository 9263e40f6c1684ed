import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { Heap } from "./heap.ts";

describe("a heap", () => {
  it("gives out what a sorted list would, however pushes and pops alternate", () => {
    const pop = fc.constant(null);
    const actions = fc.array(fc.oneof({ weight: 3, arbitrary: fc.integer() }, { weight: 2, arbitrary: pop }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(actions, (list) => {
        const heap = new Heap<number>((a, b) => a < b);
        let sorted: number[] = [];
        for (const action of list) {
          if (action === null) expect(heap.pop()).toBe(sorted.shift());
          else {
            heap.push(action);
            sorted = [...sorted, action].sort((a, b) => a - b);
          }
          expect(heap.peek()).toBe(sorted[0]);
          expect(heap.size).toBe(sorted.length);
        }
      }),
      trials("heaps", 300),
    );
  });

  it("gives undefined when it is empty", () => {
    const heap = new Heap<number>((a, b) => a < b);
    expect(heap.peek()).toBe(undefined);
    expect(heap.pop()).toBe(undefined);
    expect(heap.size).toBe(0);
  });
});
