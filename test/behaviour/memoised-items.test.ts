import { createEngine, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { counted } from "../support/counted-body.ts";

describe("a map with cache", () => {
  const input = z.object({ pages: z.array(z.string()) });

  it("uses the output of each item again by itself, wherever the item stands", async () => {
    const { run, calls } = counted(({ page }: { page: string }) => page.toUpperCase());
    const crawl = workflow("crawl", { input }).map("fetch", {
      over: ({ input }) => input.pages,
      params: { page: ({ item }) => item },
      ...{ run, cache: true },
    });
    await using engine = createEngine();
    const first = await engine.run(crawl, { pages: ["a", "b"] });
    const second = await engine.run(crawl, { pages: ["c", "b", "a"] });
    expect(second.output).toEqual(["C", "B", "A"]);
    expect(calls).toEqual([{ page: "a" }, { page: "b" }, { page: "c" }]);
    const { reusedFrom, status, items } = second.span("fetch");
    expect([status, reusedFrom]).toEqual(["succeeded", null]);
    const sources = items.map((item) => item.reusedFrom?.path ?? null);
    expect(sources).toEqual([null, "fetch[1]", "fetch[0]"]);
    expect(items[1]!.reusedFrom?.runId).toBe(first.runId);
  });

  it("begins one item after another where they are used again, under its concurrency", async () => {
    const { run, calls } = counted(({ page }: { page: string }) => page);
    const crawl = workflow("crawl", { input }).map("fetch", {
      over: ({ input }) => input.pages,
      params: { page: ({ item }) => item },
      ...{ run, cache: true, concurrency: 1 },
    });
    const pages = Array.from({ length: 3000 }, (_, index) => `p${index % 1000}`);
    await using engine = createEngine();
    const first = await engine.run(crawl, { pages });
    expect(calls).toHaveLength(1000); // one at a time, so that those that come later find the earlier ones
    expect((await engine.run(crawl, { pages })).output).toEqual(first.output);
    expect(calls).toHaveLength(1000);
  });

  it("lists an item that is used again as succeeded where failures are tolerated", async () => {
    const run = ({ page }: { page: string }) => {
      if (page === "bad") throw new Error("gone");
      return page;
    };
    const crawl = workflow("crawl", { input }).map("fetch", {
      over: ({ input }) => input.pages,
      params: { page: ({ item }) => item },
      ...{ run, cache: true, continueOnError: true as const },
    });
    await using engine = createEngine();
    for (let round = 0; round < 2; round++) {
      const { items, output } = (await engine.run(crawl, { pages: ["a", "bad"] })).span("fetch");
      expect(output).toMatchObject([{ status: "succeeded", output: "a" }, { status: "failed" }]);
      expect(items.map(({ reusedFrom }) => reusedFrom !== null)).toEqual([round === 1, false]);
    }
  });
});

describe("a loop with cache", () => {
  it("uses the outputs of its iterations again", async () => {
    const { run, calls } = counted(({ from }: { from: number }) => from * 2);
    const double = workflow("double").loop("grow", {
      params: { from: ({ previous }) => (previous as number | null) ?? 1 },
      run,
      until: ({ output }) => output >= 8,
      maxIterations: 10,
      cache: true,
    });
    await using engine = createEngine();
    const outputs = [(await engine.run(double)).output, (await engine.run(double)).output];
    expect(outputs).toEqual([8, 8]);
    expect(calls).toEqual([{ from: 1 }, { from: 2 }, { from: 4 }]);
  });
});

describe("a step of a sub-workflow", () => {
  it("has its output used again, with the path where it was made", async () => {
    const { run, calls } = counted(({ n }: { n: number }) => n + 1);
    const child = workflow("child", { input: z.object({ n: z.number() }) }).step("add", {
      params: { n: ({ input }) => input.n },
      ...{ run, cache: true },
    });
    const outer = workflow("outer").subflow("inner", { workflow: child, params: { n: 1 } });
    await using engine = createEngine();
    await engine.run(outer);
    const second = await engine.run(outer);
    expect(second.output).toBe(2);
    expect(calls).toHaveLength(1);
    expect(second.span("inner").steps[0]!.reusedFrom?.path).toBe("inner/add");
  });
});
