import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TreeCosts } from "../../../scripts/tree/costs.ts";
import { EventQueue } from "../../../scripts/tree/event-queue.ts";
import { type Tree, treeOf } from "../../../scripts/tree/shape.ts";
import { simulateTree } from "../../../scripts/tree/simulate.ts";
import { trials } from "../../support/random-trials.ts";
import { type DrawnNode, simulateSlowly } from "./slow-simulation.ts";

const plain: TreeCosts = {
  ...{ orchestrators: [1], askMs: 1, takeMs: 2, nodeMs: 10, replayMs: 0.5 },
  ...{
    serverCores: 1,
    callMs: 4,
    answerMs: 6,
    serverNodeMs: 3,
    hopMs: 5,
    invocations: 1000,
    bodies: 1000,
    bodyMs: 100,
  },
  ...{ openCalls: 1000, suspendAfterMs: Infinity, crashEveryMs: Infinity, entriesPerCall: 3, bytesPerCall: 200 },
};

function drawn(tree: Tree, node = 0): DrawnNode {
  const first = tree.firstChildOf[node]!;
  const calls = tree.callsOf[node]!;
  if (first === -1) return { items: calls };
  return { children: Array.from({ length: calls }, (_, child) => drawn(tree, first + child)) };
}

describe("the tree of a map", () => {
  it("spreads items evenly over its leaves", () => {
    const { parentOf, callsOf, firstChildOf } = treeOf(10, 3, 2);
    expect([...parentOf]).toEqual([-1, 0, 0, 0]);
    expect([...callsOf]).toEqual([3, 3, 3, 4]);
    expect([...firstChildOf]).toEqual([1, -1, -1, -1]);
  });

  it("is a single invocation at depth 1, and never has a node without items", () => {
    expect([...treeOf(10, 3, 1).callsOf]).toEqual([10]);
    expect([...treeOf(2, 5, 3).callsOf]).toEqual([2, 1, 1, 1, 1]);
    expect([...treeOf(0, 5, 2).callsOf]).toEqual([1, 0]);
  });

  it("has all items, whatever its shape", () => {
    const property = fc.property(
      fc.nat(500),
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      (...shape) => {
        const { callsOf, firstChildOf } = treeOf(...shape);
        const items = callsOf.reduce((sum, calls, node) => sum + (firstChildOf[node] === -1 ? calls : 0), 0);
        expect(items).toBe(shape[0]);
      },
    );
    fc.assert(property, trials("trees", 200));
  });
});

describe("the queue of events", () => {
  it("gives them by time, and at the same time as they were planned", () => {
    const property = fc.property(fc.array(fc.nat(20), { maxLength: 3000 }), (times) => {
      const queue = new EventQueue();
      for (const [index, time] of times.entries()) queue.plan(time, 1, index);
      const taken: number[] = [];
      while (queue.take()) taken.push(queue.subject);
      expect(taken).toEqual(times.map((_, index) => index).sort((one, other) => times[one]! - times[other]!)); // stable
    });
    fc.assert(property, trials("queues of events", 100));
  });
});

describe("a tree in virtual time", () => {
  it("is the sum of its parts where all is in a row", () => {
    const { timeMs, messages, replays } = simulateTree(treeOf(3, 2, 1), { ...plain, openCalls: 1 });
    const item = 1 + (4 + 5) + 100 + (6 + 5) + 2;
    expect([timeMs, messages, replays]).toEqual([4 + 3 + 5 + 10 + 3 * item + (6 + 3 + 5), 8, 0]);
  });

  it("has as many bodies at once as there is room for", () => {
    const costs = { ...plain, askMs: 0, takeMs: 0, nodeMs: 0, callMs: 0, answerMs: 0, serverNodeMs: 0, hopMs: 0 };
    expect(simulateTree(treeOf(10, 2, 1), { ...costs, bodies: 4 }).timeMs).toBe(300);
    expect(simulateTree(treeOf(10, 2, 1), { ...costs, openCalls: 2 }).timeMs).toBe(500);
    expect(simulateTree(treeOf(10, 5, 2), { ...costs, openCalls: 2 }).timeMs).toBe(300);
  });

  it("replays what was suspended when something comes", () => {
    const costs = { ...plain, openCalls: 1, suspendAfterMs: 50 };
    const { replays, replayingMs } = simulateTree(treeOf(4, 2, 1), costs);
    expect([replays, replayingMs]).toEqual([4, (0 + 1 + 2 + 3) * 3 * 0.5]);
  });

  it("goes on with few invocations, as nodes that wait give theirs up", () => {
    const costs = { ...plain, invocations: 1, suspendAfterMs: 20 };
    expect(simulateTree(treeOf(8, 2, 3), costs)).toMatchObject({ nodes: 7, mostOpenNodes: 7 });
  });

  it("says so when it stands still", () => {
    expect(() => simulateTree(treeOf(8, 2, 3), { ...plain, invocations: 1 })).toThrow(
      "The tree stands still: no node that could go on has an invocation.",
    );
  });

  it("knows the largest journal", () => {
    expect(simulateTree(treeOf(100, 4, 2), plain).largestJournal).toEqual({ entries: 75, bytes: 5000 });
  });

  it("comes to what a slow, plain simulation comes to", () => {
    const ms = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
    const count = (max: number) => fc.integer({ min: 1, max });
    const costs: fc.Arbitrary<TreeCosts> = fc.record({
      ...{
        orchestrators: fc.constantFrom([1], [1, 1.013], [1, 1.013, 1.0291]),
        askMs: ms(3),
        takeMs: ms(3),
        nodeMs: ms(10),
        replayMs: ms(0.2),
      },
      ...{ serverCores: count(3), callMs: ms(3), answerMs: ms(3), serverNodeMs: ms(5), hopMs: ms(5) },
      ...{ invocations: count(20), bodies: count(8), bodyMs: ms(50), openCalls: count(10) },
      ...{
        suspendAfterMs: ms(60),
        crashEveryMs: fc.oneof(fc.constant(Infinity), fc.double({ min: 200, max: 1000, noNaN: true })),
      },
      ...{ entriesPerCall: count(5), bytesPerCall: count(500) },
    });
    const shape = fc.tuple(fc.nat(40), fc.integer({ min: 2, max: 5 }), count(3));
    const property = fc.property(shape, costs, (given, chosen) => {
      const tree = treeOf(...given);
      const slow = simulateSlowly(drawn(tree), chosen);
      fc.pre(!slow.isAmbiguous);
      const { timeMs, messages, replays, replayingMs, mostOpenNodes } = simulateTree(tree, chosen);
      expect({ messages, replays, mostOpenNodes }).toEqual({
        ...{ messages: slow.messages, replays: slow.replays, mostOpenNodes: slow.mostOpenNodes },
      });
      expect(timeMs / slow.timeMs).toBeCloseTo(1, 9);
      expect(replayingMs).toBeCloseTo(slow.replayingMs, 6);
    });
    fc.assert(property, trials("trees in virtual time", 500));
  });
});
