import { describe, expect, it } from "vitest";
import { hasLoops, isInLoop } from "./has-loops.ts";
import { record } from "./record.ts";

type Linked = { to?: unknown; at?: Date };

/** An object with a part that leads back to it. */
function loopThrough(part: (back: object) => unknown): Linked {
  const start: Linked = {};
  start.to = part(start);
  return record(start, "A value");
}

describe("hasLoops and isInLoop", () => {
  it.each<[string, (back: object) => unknown]>([
    ["an object", (back) => ({ back })],
    ["a list", (back) => [1, [back]]],
    ["a value of a map", (back) => new Map([["a", back]])],
    ["a key of a map", (back) => new Map([[back, 1]])],
    ["a set", (back) => new Set([back])],
    ["the cause of an error", (back) => new Error("no", { cause: back })],
    ["a property of an error", (back) => Object.assign(new Error("no"), { back })],
  ])("find a way back through %s", (_, part) => {
    const loop = loopThrough(part);
    expect([hasLoops(loop), isInLoop(loop)]).toEqual([true, true]);
  });

  it("tell a value with a loop inside from one that is part of it", () => {
    const outside = record({ at: new Date(1), inside: loopThrough((back) => [back]) }, "A value");
    expect([hasLoops(outside), isInLoop(outside)]).toEqual([true, false]);
  });

  it("find none where a part is met twice", () => {
    const part = { at: new Date(1) };
    const value = record({ first: part, second: [part, Uint8Array.of(1)] }, "A value");
    expect([hasLoops(value), isInLoop(value)]).toEqual([false, false]);
  });
});
