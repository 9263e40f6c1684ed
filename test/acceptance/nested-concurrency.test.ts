import { createEngine, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";

const number = z.object({ n: z.number() });

/** A sub-workflow in a map in a loop in a sub-workflow; the innermost steps work and know how many do so at once. */
function fourLevels() {
  let atWork = 0;
  let most = 0;
  const innermost = workflow("innermost", { input: number }).step("square", {
    params: { n: ({ input }) => input.n },
    run: async ({ n }) => {
      atWork++;
      most = Math.max(most, atWork);
      await Promise.resolve();
      atWork--;
      return n * n;
    },
  });
  const mapped = workflow("mapped", { input: number })
    .map("each", { over: ({ input }) => [input.n, input.n + 1], params: { n: ({ item }) => item }, run: innermost })
    .step("sum", {
      params: { squares: ({ stepSpan }) => stepSpan("each").output },
      run: ({ squares }) => squares.reduce((sum, square) => sum + square, 0),
    });
  const looped = workflow("looped", { input: number }).loop("again", {
    params: { n: ({ iteration }) => iteration },
    run: mapped,
    until: ({ output }) => output > 20,
    maxIterations: 5,
  });
  const outermost = workflow("outermost").subflow("run", { workflow: looped, params: { n: 1 } });
  return { outermost, most: () => most };
}

describe("nested concurrency 1", () => {
  it("does not deadlock, four levels deep", async () => {
    const { outermost, most } = fourLevels();
    const run = await (await begin(outermost, { engine: { concurrency: 1 } })).end();
    expect(run.output).toBe(25);
    expect(most()).toBe(1);
  });

  it("gives the same as any other concurrency", async () => {
    for (const concurrency of [2, 64]) {
      await using engine = createEngine({ concurrency });
      expect((await engine.run(fourLevels().outermost)).output).toBe(25);
    }
  });

  it("has spans of every level, each below the other", async () => {
    const run = await (await begin(fourLevels().outermost, { engine: { concurrency: 1 } })).end();
    const path = "run/again#3/each[1]/square";
    expect(run.spanAt(path)).toMatchObject({ name: "square", output: 16, input: { n: 4 } });
    const chain: string[] = [];
    for (let at: string = path; at !== ""; ) {
      const { parentId } = run.spanAt(at);
      at = (parentId ?? "").slice(run.runId.length + 1);
      chain.push(at);
    }
    expect(chain).toEqual(["run/again#3/each[1]", "run/again#3/each", "run/again#3", "run/again", "run", ""]);
    expect(run.span("run").steps.map(({ path }) => path)).toEqual(["run/again"]);
    expect(run.spanAt("run/again").items.map(({ output }) => output)).toEqual([5, 13, 25]);
  });

  it("holds one slot in all: a map of workflows, a loop and a wait hold none themselves", async () => {
    const steps = createHeldSteps();
    const child = workflow("child").step("work", { run: steps.held("work") });
    const nested = workflow("nested")
      .map("map", { over: [1, 2, 3], run: child })
      .loop("loop", { run: child, until: () => true, maxIterations: 1 })
      .subflow("flow", { workflow: child });
    const trial = await begin(nested, { engine: { concurrency: 1 } });
    for (let left = 5; left > 0; left--) {
      expect(steps.open).toEqual(["work"]);
      await steps.succeed("work");
    }
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("is kept by a queue of that concurrency, whoever asks for it and how deep", async () => {
    const steps = createHeldSteps();
    const child = workflow("child").step("work", { queue: "narrow", run: steps.held("work") });
    const nested = workflow("nested")
      .map("map", { over: [1, 2], run: child })
      .step("own", { queue: "narrow", run: steps.held("own") })
      .step("free", { run: steps.held("free") });
    const trial = await begin(nested, { engine: { queues: { narrow: { concurrency: 1 } } } });
    expect(steps.open.toSorted()).toEqual(["free", steps.open.find((name) => name !== "free")]);
    await steps.succeed("free");
    for (let left = 3; left > 0; left--) await steps.succeed(steps.open[0]!);
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("asks for no queue that the engine does not have, also in a workflow below", async () => {
    const child = workflow("child").step("work", { queue: "narow", run: () => 1 });
    const engine = createEngine({ queues: { narrow: { concurrency: 1 } } });
    expect(() => engine.start(workflow("parent").map("map", { over: [1], run: child }))).toThrow(
      'Step "work" of workflow "child" asks for queue "narow", which the engine does not have. Did you mean "narrow"? Declare it: createEngine({ queues: { "narow": { concurrency: 4 } } }).',
    );
  });
});
