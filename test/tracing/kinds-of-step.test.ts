import { createEngine, memoryStore } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { createTracing, linksOf, timesOf, withContexts } from "../support/traced.ts";
import { turn } from "../support/turn.ts";

withContexts();

const path = ({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }) => {
  const at = attributes["stepspan.step.path"];
  return at === undefined ? "" : ` (${at})`;
};

const price = workflow("price", { input: z.object({ net: z.number() }) })
  .step("tax", { params: { net: ({ input }) => input.net }, run: ({ net }) => net / 5 })
  .step("total", { params: { tax: ({ stepSpan }) => stepSpan("tax").output }, run: ({ tax }) => tax * 6 });

describe("the spans of", () => {
  it("a map are one for each item, of the same name, with its attempts below", async () => {
    const tracing = createTracing();
    const doubles = workflow("doubles")
      .step("list", { run: () => [1, 2] })
      .map("double", {
        over: ({ stepSpan }) => stepSpan("list").output,
        params: { item: ({ item }) => item },
        run: ({ item }) => item * 2,
      });
    await createEngine({ observers: [tracing.observer], concurrency: 1 }).run(doubles);
    expect(`\n${tracing.tree(path)}\n`).toBe(`
run doubles
  step list (list)
    attempt list (list)
  step double (double)
    item double (double[0])
      attempt double (double[0])
    item double (double[1])
      attempt double (double[1])
`);
    const [step, item] = tracing.spans().filter(({ name }) => / double$/.test(name));
    expect(step?.attributes).toMatchObject({ "stepspan.items": 2, "stepspan.step.kind": "map" });
    expect(item?.attributes).toMatchObject({ "stepspan.item.number": 0, "stepspan.status": "succeeded" });
    expect(linksOf(step!, tracing.spans()).map(([name]) => name)).toEqual(["step list"]);
  });

  it("a loop are its iterations, and of an on step its turns", async () => {
    const tracing = createTracing();
    const page = defineEvent("page", z.number());
    const kinds = workflow("kinds")
      .loop("draft", { run: () => "text", until: ({ iteration }) => iteration === 2, maxIterations: 5 })
      .step("find", { run: (_: object, { send }) => send(page, 1) })
      .on("read", { event: page, params: { page: ({ event }) => event }, run: ({ page: number }) => number });
    await createEngine({ observers: [tracing.observer], concurrency: 1 }).run(kinds);
    const names = tracing.spans().map((span) => `${span.name}${path(span)}`);
    expect(names).toEqual(
      expect.arrayContaining([
        "iteration draft (draft#1)",
        "attempt draft (draft#1)",
        "iteration draft (draft#2)",
        "turn read (read[0])",
      ]),
    );
  });

  it("a sub-workflow are the child run and its steps, which have a run id of their own", async () => {
    const tracing = createTracing();
    const buy = workflow("buy").subflow("price", { workflow: price, params: { net: 5 } });
    await createEngine({ observers: [tracing.observer] }).run(buy, undefined, { runId: "r" });
    expect(`\n${tracing.tree(path)}\n`).toBe(`
run buy
  step price (price)
    run price
      step tax (price/tax)
        attempt tax (price/tax)
      step total (price/total)
        attempt total (price/total)
`);
    expect(tracing.span("run price").attributes).toMatchObject({
      "stepspan.run.id": "r/price",
      "stepspan.workflow.name": "price",
      "stepspan.status": "succeeded",
    });
    expect(tracing.span("step tax").attributes["stepspan.run.id"]).toBe("r/price");
    expect(linksOf(tracing.span("step total"), tracing.spans()).map(([name]) => name)).toEqual(["step tax"]);
  });

  it("a map of sub-workflows are a child run below each item, and its failure is shown once", async () => {
    const tracing = createTracing();
    const fails = workflow("fails", { input: z.object({ item: z.number() }) }).step("check", {
      params: { item: ({ input }) => input.item },
      run: ({ item }) => {
        if (item === 2) throw new RangeError("two is too much");
        return item;
      },
    });
    const many = workflow("many").map("each", {
      over: () => [1, 2],
      params: { item: ({ item }) => item },
      run: fails,
    });
    const engine = createEngine({ observers: [tracing.observer], concurrency: 1 });
    await engine.run(many).catch(() => undefined);
    expect(`\n${tracing.tree((span) => `${path(span)} ${span.attributes["error.type"] ?? ""}`.trimEnd())}\n`).toBe(`
run many RangeError
  step each (each) RangeError
    item each (each[0])
      run fails
        step check (each[0]/check)
          attempt check (each[0]/check)
    item each (each[1]) RangeError
      run fails RangeError
        step check (each[1]/check) RangeError
          attempt check (each[1]/check) RangeError
`);
    expect(tracing.spans().filter(({ events }) => events.some(({ name }) => name === "exception"))).toHaveLength(1);
  });

  it("a race begin with the first of its members, to which they link", async () => {
    const clock = createManualClock(1_000);
    const steps = createHeldSteps();
    const tracing = createTracing();
    const engine = createEngine({ clock, observers: [tracing.observer] });
    const quick = workflow("quick")
      .step("north", { run: steps.held("north") })
      .step("south", { run: steps.held("south") })
      .race("first", { of: ["north", "south"] });
    const handle = engine.start(quick);
    await turn();
    clock.advance(20);
    await steps.succeed("north");
    await steps.succeed("south");
    await handle.result;
    const race = tracing.span("step first");
    expect(timesOf(race)).toEqual([1_000, 1_020]);
    expect(linksOf(race, tracing.spans()).map(([name]) => name)).toEqual(["step north", "step south"]);
  });

  it("a rerun say what was used again, and of which run", async () => {
    const tracing = createTracing();
    const engine = createEngine({ store: memoryStore(), observers: [tracing.observer], workflows: [price] });
    await engine.run(price, { net: 5 }, { runId: "before" });
    const again = await engine.rerun("before", { from: "total" });
    await again.result;
    const run = tracing.spans().findLast(({ name }) => name === "run price");
    expect(run?.attributes["stepspan.run.rerun_of"]).toBe("before");
    const [tax, total] = tracing.spans().slice(-3);
    expect(tax).toMatchObject({
      name: "step tax",
      attributes: { "stepspan.reused.run_id": "before", "stepspan.reused.path": "tax", "stepspan.status": "succeeded" },
    });
    expect(total?.name).toBe("step total");
    expect(linksOf(total!, tracing.spans()).map(([name]) => name)).toEqual(["step tax"]);
  });
});
