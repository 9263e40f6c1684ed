import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstViewport, wholeViewport } from "./graph-viewport.ts";

const room = { width: 1_000, height: 500 };

describe("the first look at a graph", () => {
  it("is at all of it, in the middle and no larger than it is", () => {
    expect(firstViewport({ width: 200, height: 100 }, room, null)).toEqual({ x: 400, y: 200, zoom: 1 });
    expect(firstViewport({ width: 1_840, height: 400 }, room, { x: 9, y: 9 })).toEqual({ x: 40, y: 150, zoom: 0.5 });
  });

  it("is at the beginning of one that is too large to be read as a whole", () => {
    expect(firstViewport({ width: 400, height: 10_000 }, room, null)).toEqual({ x: 400, y: 40, zoom: 0.5 });
  });

  it("is at what is selected in one that is too large", () => {
    expect(firstViewport({ width: 400, height: 10_000 }, room, { x: 200, y: 8_000 })).toEqual({
      x: 400,
      y: -3_750,
      zoom: 0.5,
    });
  });
});

describe("the look at all of a graph", () => {
  it("has it within the room, however large it is", () => {
    const extent = fc.record({
      width: fc.integer({ min: 1, max: 50_000 }),
      height: fc.integer({ min: 1, max: 20_000 }),
    });
    fc.assert(
      fc.property(extent, (graph) => {
        const { x, y, zoom } = wholeViewport(graph, room);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + graph.width * zoom).toBeLessThanOrEqual(room.width + 1e-6);
        expect(y + graph.height * zoom).toBeLessThanOrEqual(room.height + 1e-6);
      }),
    );
  });
});
