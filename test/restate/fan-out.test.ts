import { type AnyWorkflow, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { servedHere, uniqueName } from "./support/serving.ts";

const count = 1000;

describe("a run with a thousand open steps", () => {
  it("comes to its end as steps that one step reads", { timeout: 120_000 }, async () => {
    const names = Array.from({ length: count }, (_, index) => `leaf${index}`);
    let wide: AnyWorkflow = workflow(uniqueName("wide"));
    for (const [index, name] of names.entries()) wide = wide.step(name, { params: { index }, run: leaf });
    wide = wide.step("sum", {
      params: { values: ({ stepSpan }) => names.map((name) => stepSpan(name).output) },
      run: sum,
    });
    const engine = await servedHere({ workflows: [wide] });
    const run = await engine.run(wide);
    expect(run.output).toBe((count * (count - 1)) / 2);
    expect(run.spans.length).toBe(count + 1);
  });

  it("comes to its end as items of a map, whose output has their order", { timeout: 120_000 }, async () => {
    const squares = workflow(uniqueName("squares")).map("each", {
      over: () => Array.from({ length: count }, (_, index) => index),
      params: { item: ({ item }) => item },
      run: ({ item }: { item: number }) => item * item,
    });
    const engine = await servedHere({ workflows: [squares] });
    const { output } = await engine.run(squares);
    expect(output).toEqual(Array.from({ length: count }, (_, index) => index * index));
  });
});

function leaf({ index }: { index: unknown }): number {
  return Number(index);
}

function sum({ values }: { values: unknown }): number {
  return (values as readonly number[]).reduce((total, value) => total + value, 0); // what the leaves give
}
