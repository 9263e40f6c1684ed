import { timeScale } from "@stepspan/engine/reading";
import { describe, expect, it } from "vitest";
import { criticalLines } from "./critical-lines.ts";
import { drawnSegments, segmentsInWords } from "./drawn-segments.ts";

const scale = timeScale({ startedAt: 0, finishedAt: 1_000, idle: [] }, 1_000);
const segment = { kind: "running", attempt: 1, isFailure: false } as const;

describe("the pieces of a bar", () => {
  it("stand where their times are, with words", () => {
    const drawn = drawnSegments(
      [
        { ...segment, kind: "slot", attempt: null, startedAt: 0, finishedAt: 10 },
        { ...segment, startedAt: 10, finishedAt: 500, isFailure: true },
      ],
      scale,
    );
    expect(drawn).toEqual([
      { kind: "slot", isFailure: false, x: 0, width: 10, words: "waiting for a slot 10 ms" },
      { kind: "running", isFailure: true, x: 10, width: 490, words: "running 490 ms, attempt 1, failed" },
    ]);
  });

  it("are wide enough to be seen where something ran, and left out where nothing was waited for", () => {
    expect(drawnSegments([{ ...segment, startedAt: 10, finishedAt: 10 }], scale)[0]?.width).toBe(2);
    expect(drawnSegments([{ ...segment, kind: "dependencies", startedAt: 10, finishedAt: 10 }], scale)).toEqual([]);
  });

  it("are no more than pixels, however many there are", () => {
    const tiny = Array.from({ length: 100_000 }, (_none, index) => ({
      ...segment,
      startedAt: index / 100,
      finishedAt: index / 100 + 0.005,
    }));
    expect(drawnSegments(tiny, scale).length).toBeLessThan(1_000);
  });

  it("are told in words by kinds", () => {
    const twice = [1, 2].map((start) => ({ ...segment, startedAt: start * 100, finishedAt: start * 100 + 30 }));
    expect(segmentsInWords(twice)).toBe("running 60 ms");
  });
});

describe("the marks of the critical path", () => {
  const link = { because: "dependency" } as const;
  const links = [
    { ...link, row: 0, startedAt: 0, finishedAt: 100 },
    { ...link, row: 50, startedAt: 100, finishedAt: 300 },
    { ...link, row: 2, startedAt: 300, finishedAt: 400 },
    { ...link, row: null, startedAt: 400, finishedAt: 1_000 },
  ];

  it("go along rows and upright between them", () => {
    expect(criticalLines(links, scale, { rowHeight: 20, from: 0, until: 60 })).toEqual([
      { direction: "along", x: 0, y: 15, length: 100 },
      { direction: "along", x: 100, y: 1_015, length: 200 },
      { direction: "upright", x: 100, y: 15, length: 1_002 },
      { direction: "along", x: 300, y: 55, length: 100 },
      { direction: "upright", x: 300, y: 55, length: 962 },
    ]);
  });

  it("are drawn only where rows are drawn", () => {
    const drawn = criticalLines(links, scale, { rowHeight: 20, from: 10, until: 20 });
    expect(drawn).toEqual([
      { direction: "upright", x: 100, y: 195, length: 222 },
      { direction: "upright", x: 300, y: 195, length: 222 },
    ]);
  });
});
