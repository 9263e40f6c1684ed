import { createEngine } from "stepspan";
import { describe, expect, it } from "vitest";
import { expectedOf, layeredGraph, mixed } from "./layered-graph.ts";
import { layeredWorkflow } from "./layered-workflow.ts";

describe("a layered graph", () => {
  it("comes in this process to what was computed by hand", async () => {
    await using engine = createEngine({ concurrency: 64 });
    for (const seed of [1, 2, 3]) {
      const graph = layeredGraph(seed, 120);
      const layered = layeredWorkflow("layered", graph);
      const run = await engine.run(layered, { salt: seed * 10 }, { resources: { ledger: { note: () => undefined } } });
      const found = run.spans.map(({ name, status, output, attempts }) => [
        name,
        { status, output: output ?? null, attempts: attempts.length },
      ]);
      expect(new Map(found as never)).toEqual(new Map(expectedOf(graph, seed * 10)));
    }
  });

  it("has failures, retries, and steps that nobody can save", () => {
    const all = [...expectedOf(layeredGraph(7, 120), 3).values()];
    expect(all.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(10);
    expect(all.filter(({ status }) => status === "failed").length).toBeGreaterThan(0);
    expect(new Set(layeredGraph(7, 120).flatMap(({ parents }) => parents)).size).toBe(119);
    expect(mixed(1, 2)).not.toBe(mixed(2, 1));
  });
});
