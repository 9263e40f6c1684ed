import { describe, expect, it } from "vitest";
import { boundedQueue } from "./bounded-queue.ts";

describe("a bounded queue", () => {
  it("keeps the last items, in order, and counts those that went", () => {
    const queue = boundedQueue<number>(3);
    for (let item = 1; item <= 10; item++) queue.add(item);
    expect(queue.take()).toEqual({ items: [8, 9, 10], missed: 7 });
    expect(queue.take()).toEqual({ items: [], missed: 0 });
    queue.add(11);
    expect(queue.take()).toEqual({ items: [11], missed: 0 });
  });
});
