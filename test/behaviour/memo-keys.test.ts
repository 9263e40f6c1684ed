import { createEngine, literal, live, type StepError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { counted } from "../support/counted-body.ts";
import { begin, causeOf } from "../support/trial.ts";

describe("a step with cache is not memoised", () => {
  it("if a parameter is live, or its output", async () => {
    const taker = counted(({ db }: { db: { value: object } }) => typeof db.value);
    const maker = counted(() => live({ close() {} }));
    const w = workflow("w")
      .step("make", { run: maker.run, cache: true })
      .step("take", { params: { db: ({ stepSpan }) => stepSpan("make").output }, run: taker.run, cache: true });
    await using engine = createEngine();
    const runs = [await engine.run(w), await engine.run(w)];
    expect([maker.calls.length, taker.calls.length]).toEqual([2, 2]);
    expect(runs[1]!.spans.map(({ reusedFrom }) => reusedFrom)).toEqual([null, null]);
  });

  it("if a parameter is a constant that cannot be recorded, unless it has a key", async () => {
    const { run, calls } = counted(({ rate }: { rate: () => number }) => rate());
    const params = (value: number) => ({ rate: literal(() => value) });
    await using engine = createEngine();
    for (const value of [1, 2]) {
      const w = workflow("w").step("s", { params: params(value), run, cache: true });
      expect((await engine.run(w)).output).toBe(value);
    }
    expect(calls).toHaveLength(2);
    const keyed = { run, cache: { key: ({ params }: { params: { rate: () => number } }) => [params.rate()] } };
    for (const value of [1, 2, 1]) {
      const w = workflow("w").step("s", { params: params(value), ...keyed });
      expect((await engine.run(w)).output).toBe(value);
    }
    expect(calls).toHaveLength(4);
  });
});

describe("the key of a cache", () => {
  const input = z.object({ id: z.string(), noise: z.number().default(0) });
  const order = ({ input }: { input: { id: string; noise: number } }) => input;

  it("counts in place of the parameters", async () => {
    const { run, calls } = counted(({ order }: { order: { id: string; noise: number } }) => order.noise);
    const w = workflow("w", { input }).step("s", {
      params: { order },
      run,
      cache: { key: ({ params }) => params.order.id },
    });
    await using engine = createEngine();
    const outputs = [];
    for (const [id, noise] of [["a", 1], ["a", 2], ["b", 3]] as const) outputs.push((await engine.run(w, { id, noise })).output); // biome-ignore format: one line
    expect(outputs).toEqual([1, 1, 3]);
    expect(calls).toHaveLength(2);
  });

  it("is never that of parameters, nor a text that of a list", async () => {
    const { run, calls } = counted((_: { order: string }) => 1);
    const params = { order: "a" };
    await using engine = createEngine();
    for (const cache of [true, { key: () => "a" }, { key: () => ["a"] }, { key: () => [{ order: "a" }] }]) {
      await engine.run(workflow("w").step("s", { params, run, cache }));
    }
    await engine.run(workflow("w").step("s", { params, run, cache: { key: () => JSON.stringify(params) } }));
    expect(calls).toHaveLength(5);
  });

  it("is asked once for each evaluation, and not for retries", async () => {
    const key = counted((_: { params: object }) => "k");
    let calls = 0;
    const run = () => {
      calls++;
      if (calls === 1) throw new Error("once");
      return calls;
    };
    const w = workflow("w").step("s", { run, retry: { attempts: 2 }, cache: { key: key.run } });
    await using engine = createEngine();
    await engine.run(w);
    expect([calls, key.calls.length]).toEqual([2, 1]);
  });

  it("fails its step if it throws", async () => {
    const key = () => {
      throw new TypeError("no id");
    };
    const w = workflow("w").step("s", { params: { a: 1 }, run: () => 1, cache: { key } });
    const run = await (await begin(w)).end();
    const error = run.span("s").error as StepError;
    expect(error.message).toBe('Step "s" failed in its cache.key: TypeError: no id.');
    expect(error).toMatchObject({ step: "s", attempt: 0, contextSnapshot: { input: { a: 1 } } });
  });

  it("fails the item of a map that it throws for", async () => {
    const key = ({ params }: { params: { n: number } }) => {
      if (params.n === 2) throw new Error("two");
      return `${params.n}`;
    };
    const w = workflow("w").map("s", {
      ...{ over: [1, 2], params: { n: ({ item }: { item: number }) => item } },
      run: ({ n }: { n: number }) => n,
      cache: { key },
    });
    expect((await (await begin(w)).error()).message).toContain('Step "s[1]" failed in its cache.key: Error: two.');
  });

  it.each([
    ["undefined", () => undefined, "undefined"],
    ["null", () => null, "null"],
    ["a number", () => 5, "5"],
    ["an object", () => ({ id: 1 }), "an object ([object Object])"],
    ["a promise", () => Promise.reject(new Error("unheard")), "a promise"],
  ])("fails its step if it returns %s", async (_what, key: () => unknown, came) => {
    const cache = { key: key as () => string }; // plain JavaScript may return anything
    const run = await (await begin(workflow("w").step("s", { run: () => 1, cache }))).end();
    expect(causeOf(run, "s").message).toBe(
      `The cache.key of step "s" returned ${came}. Return a text, or a list of values, synchronously.`,
    );
  });

  it("fails its step if it cannot be recorded", async () => {
    const run = await (await begin(workflow("w").step("s", { run: () => 1, cache: { key: () => [() => 1] } }))).end();
    expect(causeOf(run, "s").message).toMatch(/^The cache\.key of step "s" cannot be recorded: \[0\] is a function/);
  });

  it("reads nothing but the parameters", async () => {
    const { stepSpan } = await import("stepspan");
    const w = workflow("w")
      .step("first", { run: () => 1 })
      .step("s", { run: () => 1, dependsOn: ["first"], cache: { key: () => `${stepSpan("first").output}` } });
    expect(causeOf(await (await begin(w)).end(), "s").message).toBe(
      "A cache.key reads nothing but its params: make what it needs a parameter of the step, and read it there.",
    );
  });

  it("gets parameters as the body does, of which it cannot change the record", async () => {
    const { run, calls } = counted(({ map }: { map: Map<string, number> }) => map.size);
    const key = ({ params }: { params: { map: Map<string, number> } }) => {
      params.map.set("b", 2);
      return [...params.map.keys()];
    };
    const w = workflow("w").step("s", { params: { map: () => new Map([["a", 1]]) }, run, cache: { key } });
    await using engine = createEngine();
    expect((await engine.run(w)).output).toBe(1);
    expect(calls).toHaveLength(1);
  });
});
