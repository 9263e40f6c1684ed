import { describe, expect, it } from "vitest";
import { checkRun, WrongResultError } from "./checked-run.ts";
import { childrenOf, graphOf, type ShapeName, stagesOf } from "./shapes.ts";
import { expectedValues, stepInArray, takeCalls } from "./steps.ts";

const shapes: readonly ShapeName[] = ["fan-out", "chain", "layers", "diamond"];

describe("a run that is checked", () => {
  it("is right if each step ran once, after its parents", async () => {
    for (const shape of shapes) {
      const graph = graphOf(shape, 30);
      const values: number[] = [];
      for (const [index, own] of graph.parents.entries()) await stepInArray(index, own, values);
      checkRun({ valueOf: (index) => values[index] }, expectedValues(graph));
    }
  });

  it("is wrong if a step was not called, also if its value is right", async () => {
    const expected = expectedValues(graphOf("chain", 3));
    await stepInArray(0, [], []);
    expect(() => checkRun({ valueOf: (index) => expected[index] }, expected)).toThrow(
      new WrongResultError("1 calls for 3 steps"),
    );
    expect(takeCalls()).toBe(0);
  });

  it("is wrong if a step gave another value", async () => {
    const graph = graphOf("chain", 3);
    for (const [index, own] of graph.parents.entries()) await stepInArray(index, own, []);
    expect(() => checkRun({ valueOf: () => 0 }, expectedValues(graph))).toThrow(
      new WrongResultError("step 1 gave 0 instead of 1"),
    );
  });
});

describe("the graphs of the benchmark", () => {
  it("have the sizes that are asked for, and parents before children", () => {
    for (const shape of shapes) {
      const { parents } = graphOf(shape, 400);
      expect(parents).toHaveLength(shape === "diamond" ? 10 : 400);
      expect(parents.every((own, index) => own.every((parent) => parent < index))).toBe(true);
    }
  });

  it("have three parents in each layer but the first, of the layer before", () => {
    const { parents } = graphOf("layers", 20_000);
    expect(parents.slice(0, 100).every((own) => own.length === 0)).toBe(true);
    expect(parents[100]).toEqual([0, 1, 2]);
    expect(parents[19_999]).toEqual([19_899, 19_800, 19_801]);
  });

  it("give stages that hold each step once, behind all its parents", () => {
    for (const shape of shapes) {
      const graph = graphOf(shape, 100);
      const stages = stagesOf(graph);
      const stageOf = new Map(stages.flatMap((stage, place) => stage.map((index) => [index, place] as const)));
      expect(stageOf.size).toBe(graph.parents.length);
      expect(stages.flat()).toHaveLength(graph.parents.length);
      for (const [index, own] of graph.parents.entries()) {
        expect(stageOf.get(index)).toBe(Math.max(-1, ...own.map((parent) => stageOf.get(parent)!)) + 1);
      }
    }
  });

  it("have the same edges seen from parents and from children", () => {
    const graph = graphOf("diamond", 10);
    expect(childrenOf(graph)).toEqual([[1, 2, 3, 4], [5, 8], [5, 6], [6, 7], [7, 8], [9], [9], [9], [9], []]);
  });
});
