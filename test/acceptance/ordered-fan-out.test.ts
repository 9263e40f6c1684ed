import { createEngine, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";

/** A map over three names whose items end when the test says so. */
function heldMap(concurrency = Infinity) {
  const steps = createHeldSteps();
  const fetchAll = workflow("fan-out").map("fetch", {
    over: ["a", "b", "c"],
    params: { name: ({ item }) => item },
    concurrency,
    run: (params, context) => steps.held(params.name)(params, context),
  });
  return { steps, fetchAll };
}

describe("ordered fan-out", () => {
  it("gives the outputs in the order of the input, whatever the order of completion", async () => {
    const { steps, fetchAll } = heldMap();
    const { end } = await begin(fetchAll);
    for (const name of ["c", "a", "b"]) await steps.succeed(name, name.toUpperCase());
    expect((await end()).output).toEqual(["A", "B", "C"]);
  });

  it("gives each item its value and its place", async () => {
    const places = workflow("places").map("show", {
      over: ["x", "y"],
      params: { text: ({ item, index }) => `${index}${item}` },
      run: ({ text }) => text,
    });
    expect((await (await begin(places)).end()).output).toEqual(["0x", "1y"]);
  });

  it("starts all items at once, unless its concurrency says how many", async () => {
    const all = heldMap();
    await begin(all.fetchAll);
    expect(all.steps.open).toEqual(["a", "b", "c"]);
    const two = heldMap(2);
    await begin(two.fetchAll);
    expect(two.steps.open).toEqual(["a", "b"]);
    await two.steps.succeed("b");
    expect(two.steps.open).toEqual(["a", "c"]);
  });

  it("has a concurrency of its own: two maps do not share it, and neither takes more than the engine has", async () => {
    const steps = createHeldSteps();
    const both = workflow("both")
      .map("left", { over: [1, 2, 3], concurrency: 1, run: steps.held("left") })
      .map("right", { over: [1, 2, 3], concurrency: 2, run: steps.held("right") });
    await begin(both);
    expect(steps.open).toEqual(["left", "right", "right"]);
    const few = createHeldSteps();
    const wide = workflow("wide").map("all", { over: [1, 2, 3], run: few.held("all") });
    await begin(wide, { engine: { concurrency: 2 } });
    expect(few.open).toEqual(["all", "all"]);
  });

  it("has a span for each item, read by stepSpan(name).items[i]", async () => {
    const names = workflow("names")
      .map("long", { over: ["a", "b", "c"], params: { name: ({ item }) => item }, run: ({ name }) => name.repeat(3) })
      .step("second", {
        params: { text: ({ stepSpan }) => stepSpan("long").items[1]?.output },
        run: ({ text }) => text,
      });
    const run = await (await begin(names)).end();
    expect(run.output).toBe("bbb");
    expect(run.span("long").items.map(({ name, path, input, output }) => ({ name, path, input, output }))).toEqual([
      { name: "long[0]", path: "long[0]", input: { name: "a" }, output: "aaa" },
      { name: "long[1]", path: "long[1]", input: { name: "b" }, output: "bbb" },
      { name: "long[2]", path: "long[2]", input: { name: "c" }, output: "ccc" },
    ]);
    expect(run.spanAt("long[2]")).toBe(run.span("long").items[2]);
    expect(run.spanAt("long[2]").parentId).toBe(run.span("long").id);
    expect(() => run.spanAt("long[3]")).toThrow(
      `Run ${run.runId} of workflow "names" has no span at "long[3]". Did you mean "long[0]"?`,
    );
  });

  it("retries each item by itself, with an idempotency key of its own", async () => {
    const keys: string[] = [];
    const flaky = workflow("flaky").map("fetch", {
      over: [0, 1],
      params: { n: ({ item }) => item },
      retry: { attempts: 2, delay: "1s" },
      run: ({ n }, context) => {
        keys.push(context.idempotencyKey);
        if (n === 1 && context.attempt === 1) throw new Error("busy");
        return `${n} on attempt ${context.attempt}`;
      },
    });
    const trial = await begin(flaky);
    expect(await trial.statuses()).toEqual({ fetch: "running", "fetch[0]": "succeeded", "fetch[1]": "waiting" });
    await trial.advance(1000);
    const { output, runId } = await trial.end();
    expect(output).toEqual(["0 on attempt 1", "1 on attempt 2"]);
    expect(keys).toEqual([`${runId}/fetch[0]`, `${runId}/fetch[1]`, `${runId}/fetch[1]`]);
  });

  it("waits for the steps that its list and its parameters read", async () => {
    const list = workflow("list")
      .step("numbers", { run: () => [1, 2, 3] })
      .step("factor", { run: () => 10 })
      .map("times", {
        over: ({ stepSpan }) => stepSpan("numbers").output,
        params: { n: ({ item }) => item, by: ({ stepSpan }) => stepSpan("factor").output },
        run: ({ n, by }) => n * by,
      });
    expect((await (await begin(list)).end()).output).toEqual([10, 20, 30]);
  });

  it("counts the time of each item for its timeout", async () => {
    const steps = createHeldSteps();
    const slow = workflow("slow").map("work", { over: [1, 2], concurrency: 1, timeout: 100, run: steps.held("work") });
    const trial = await begin(slow);
    await trial.advance(90);
    await steps.succeed("work");
    await trial.advance(99);
    await steps.succeed("work");
    expect((await trial.end()).output).toEqual(["work", "work"]);
  });

  it("sums the usage of its items once", async () => {
    const used = workflow("used").map("ask", {
      over: [1, 2, 3],
      params: { n: ({ item }) => item },
      run: ({ n }, context) => context.usage.add("tokens", n),
    });
    const run = await (await begin(used)).end();
    expect(run.span("ask").usage).toEqual({ tokens: 6 });
    expect(run.span("ask").items.map(({ usage }) => usage)).toEqual([{ tokens: 1 }, { tokens: 2 }, { tokens: 3 }]);
    expect(run.usage).toEqual({ tokens: 6 });
  });

  it("takes 10,000 items in well under the time that a scan per item would need", async () => {
    await using engine = createEngine();
    const many = workflow("many").map("square", {
      over: Array.from({ length: 10_000 }, (_none, index) => index),
      params: { n: ({ item }) => item },
      run: ({ n }) => n * n,
    });
    const run = await engine.run(many);
    expect(run.output).toHaveLength(10_000);
    expect(run.output[9999]).toBe(9999 * 9999);
  });
});
