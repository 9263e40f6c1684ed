import { createEngine } from "stepspan";
import { describe, expect, it } from "vitest";
import { buy, buyAll, price } from "./sub-workflow.ts";

const logger = () => {};

describe("buy", () => {
  it("gives the child what it captures, and takes back what is written back", async () => {
    await using engine = createEngine();
    const lines: string[] = [];
    const resources = { logger: (line: string) => void lines.push(line) };
    const run = await engine.run(buy, { item: "bread", net: 10 }, { resources });

    expect(lines).toEqual(["10 and 2 of tax"]);
    expect(run.span("price").output).toBe(12);
    expect(run.state).toEqual({ taxRate: 0.2, left: 38 });
    expect(run.output).toBe("bread for 12, 38 left");
  });

  it("has the steps of the child below its own", async () => {
    await using engine = createEngine();
    const run = await engine.run(buy, { item: "bread", net: 10 }, { resources: { logger } });

    expect(run.span("price").steps.map(({ path }) => path)).toEqual(["price/tax", "price/total"]);
    expect(run.spanAt("price/tax").output).toBe(2);
  });
});

describe("buyAll", () => {
  it("gives each child what it captures, and writes down what they returned", async () => {
    await using engine = createEngine();
    const lines: string[] = [];
    const resources = { logger: (line: string) => void lines.push(line) };
    const run = await engine.run(buyAll, { nets: [10, 5] }, { resources });

    expect(lines).toEqual(["10 and 2 of tax", "5 and 1 of tax"]);
    expect(run.state).toEqual({ taxRate: 0.2, left: 32 });
    expect(run.output).toBe("2 things, 32 left");
  });
});

describe("price", () => {
  it("runs by itself too", async () => {
    await using engine = createEngine({ resources: { log: logger } });
    const run = await engine.run(price, { net: 10 });

    expect(run.output).toEqual({ total: 10 });
  });
});
