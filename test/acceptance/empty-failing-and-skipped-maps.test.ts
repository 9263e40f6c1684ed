import { type ItemOutcome, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";
import { statusesOf } from "../support/trial.ts";

function broken(): never {
  throw new Error("it is broken");
}

describe("an empty map", () => {
  it("succeeds at once with an empty list, and its readers run", async () => {
    const empty = workflow("empty", { input: z.object({ names: z.array(z.string()) }) })
      .map("greet", {
        over: ({ input }) => input.names,
        params: { name: ({ item }) => item },
        run: ({ name }) => `hello ${name}`,
      })
      .step("count", {
        params: { greetings: ({ stepSpan }) => stepSpan("greet").output },
        run: ({ greetings }) => greetings.length,
      });
    const run = await (await begin(empty, { input: { names: [] } })).end();
    expect(run.span("greet")).toMatchObject({ status: "succeeded", output: [], items: [], attempts: [], duration: 0 });
    expect(run.output).toBe(0);
  });

  it("is a whole workflow too", async () => {
    const run = await (await begin(workflow("w").map("none", { over: [], run: broken }))).end();
    expect(run).toMatchObject({ status: "succeeded", output: [] });
  });

  it("is no list at all: that is a clear error", async () => {
    const trial = await begin(workflow("w").map("each", { over: () => "text" as never, run: broken }));
    expect((await trial.error()).errors[0]?.message).toBe(
      'Step "each" failed before its first attempt: The over of step "each" gave "text". Give a list: an array of the items.',
    );
    const nothing = await begin(workflow("w").map("each", { over: () => undefined as never, run: broken }));
    expect((await nothing.error()).errors[0]?.message).toBe(
      'Step "each" failed before its first attempt: The over of step "each" gave undefined. Give a list: an array of the items.',
    );
    let isWritten = false;
    const late = workflow("w").map("each", {
      over: () => (isWritten ? (Promise.resolve([1]) as never) : [1]),
      run: broken,
    });
    isWritten = true;
    const promised = await begin(late);
    expect((await promised.error()).errors[0]?.message).toBe(
      'Step "each" failed before its first attempt: Parameter "over" of step "each" returned a promise. Parameter lambdas are synchronous: do the work in a step, and read its output.',
    );
  });
});

describe("a failing map", () => {
  it("fails with its first failed item: the others are aborted, and no further one begins", async () => {
    const steps = createHeldSteps();
    const failing = workflow("failing")
      .map("work", {
        over: ["a", "b", "c", "d"],
        concurrency: 3,
        params: { name: ({ item }) => item },
        run: (params, context) => steps.held<string>(params.name)(params, context),
      })
      .step("after", { dependsOn: ["work"], run: () => 1 });
    const trial = await begin(failing);
    await steps.succeed("a");
    await steps.fail("c");
    expect(steps.open).toEqual(["b", "d"]);
    expect(steps.context("b").signal.aborted).toBe(true);
    await steps.succeed("b", "in the grace period");
    await steps.fail("d");
    const { errors, run } = await trial.error();
    expect(errors.map(({ message }) => message)).toEqual(['Step "work[2]" failed on attempt 1: Error: c is broken.']);
    expect(statusesOf(run)).toEqual({
      work: "failed",
      "work[0]": "succeeded",
      "work[1]": "succeeded",
      "work[2]": "failed",
      "work[3]": "cancelled",
      after: "skipped",
    });
    expect(run.spanAt("work[3]").cancelled).toEqual({ kind: "failFast", step: "work" });
    expect(run.span("work").error).toBe(run.spanAt("work[2]").error);
    expect(run.span("after").skipped).toEqual({ kind: "upstream", step: "work" });
  });

  it("gives its open items the grace period, and then abandons them", async () => {
    const steps = createHeldSteps();
    const failing = workflow("failing").map("work", {
      over: ["good", "deaf"],
      params: { name: ({ item }) => item },
      run: (params, context) => steps.held<string>(params.name)(params, context),
    });
    const trial = await begin(failing);
    await steps.fail("good");
    await trial.advance(4999);
    expect((await trial.now()).status).toBe("running");
    await trial.advance(1);
    const { run } = await trial.error();
    expect(run.spanAt("work[1]").cancelled).toEqual({ kind: "failFast", step: "work" });
    await steps.succeed("deaf", "too late");
    expect(run.spanAt("work[1]").output).toBe(undefined);
  });

  it("runs all of its items without failFast, and then fails with the first that did", async () => {
    const slow = workflow("slow", { failFast: false }).map("work", {
      over: [1, 2, 3],
      concurrency: 1,
      params: { n: ({ item }) => item },
      run: ({ n }) => (n === 1 ? broken() : n),
    });
    const { errors, run } = await (await begin(slow)).error();
    expect(errors).toHaveLength(1);
    expect(run.span("work").items.map(({ status }) => status)).toEqual(["failed", "succeeded", "succeeded"]);
  });

  it("keeps with continueOnError the place of each failed item, as an outcome like the others", async () => {
    const tolerant = workflow("tolerant")
      .map("work", {
        over: [1, 2, 3],
        continueOnError: true,
        params: { n: ({ item }) => item },
        run: ({ n }) => (n === 2 ? broken() : n * 10),
      })
      .step("sum", {
        params: { outcomes: ({ stepSpan }) => stepSpan("work", { default: null })?.output ?? [] },
        run: ({ outcomes }: { outcomes: readonly ItemOutcome<number>[] }) =>
          outcomes.reduce((sum, outcome) => sum + (outcome.status === "succeeded" ? outcome.output : 0), 0),
      });
    const run = await (await begin(tolerant)).end();
    expect(run.span("work").status).toBe("succeeded");
    expect(run.span("work").output).toMatchObject([
      { status: "succeeded", output: 10 },
      { status: "failed", error: { message: 'Step "work[1]" failed on attempt 1: Error: it is broken.' } },
      { status: "succeeded", output: 30 },
    ]);
    expect(run.output).toBe(40);
    expect(run.errors).toEqual([]);
  });

  it("with continueOnError fails tolerated if it has no items to keep places: its list could not be made", async () => {
    const tolerant = workflow("tolerant")
      .map("work", { over: () => broken(), continueOnError: true, run: () => 1 })
      .step("after", { dependsOn: ["work"], run: () => "ran" });
    const run = await (await begin(tolerant)).end();
    expect(run.span("work")).toMatchObject({ status: "failed" });
    expect(run.output).toBe("ran");
  });

  it("fails before the first attempt of an item whose parameters throw, and says which item", async () => {
    const failing = workflow("failing").map("work", {
      over: [1, 0],
      params: { n: ({ item }) => (item === 0 ? broken() : item) },
      run: ({ n }) => n,
    });
    const { errors } = await (await begin(failing)).error();
    expect(errors[0]?.message).toBe('Step "work[1]" failed before its first attempt: Error: it is broken.');
  });

  it("cannot win a race with an item that failed", async () => {
    const steps = createHeldSteps();
    const raced = workflow("raced")
      .map("map", { over: [1, 2], params: { n: ({ item }) => item }, run: ({ n }) => (n === 2 ? broken() : n) })
      .step("other", { run: steps.held("other") })
      .race("first", { of: ["map", "other"] });
    const trial = await begin(raced);
    expect(await trial.statuses()).toMatchObject({ map: "failed", first: "pending" });
    await steps.succeed("other");
    expect((await trial.end()).output).toBe("other");
  });
});

describe("a skipped map", () => {
  it("is skipped by its guard like any step: no item begins, and readers need a default", async () => {
    const skipped = workflow("skipped")
      .map("work", { over: [1, 2], when: () => false, params: { n: ({ item }) => item }, run: ({ n }) => n })
      .step("count", {
        params: { list: ({ stepSpan }) => stepSpan("work", { default: null })?.output ?? [] },
        run: ({ list }) => list.length,
      });
    const run = await (await begin(skipped)).end();
    expect(run.span("work")).toMatchObject({ status: "skipped", skipped: { kind: "guard" }, items: [] });
    expect(run.output).toBe(0);
  });

  it("over a skipped step with a default is a map over the default", async () => {
    const over = workflow("over")
      .step("find", { when: () => false, run: () => [1, 2, 3] })
      .map("double", {
        over: ({ stepSpan }) => stepSpan("find", { default: null })?.output ?? [],
        params: { n: ({ item }) => item },
        run: ({ n }) => n * 2,
      });
    const run = await (await begin(over)).end();
    expect(run.span("double")).toMatchObject({ status: "succeeded", output: [] });
  });

  it("over a skipped step without a default fails, and says the way out", async () => {
    const over = workflow("over")
      .step("find", { when: () => false as boolean, run: () => [1, 2, 3] })
      .map("double", {
        over: ({ stepSpan }) => (stepSpan as (name: string) => { output: number[] })("find").output,
        run: () => 1,
      });
    const { errors } = await (await begin(over)).error();
    expect(errors[0]?.message).toBe(
      'Step "double" failed before its first attempt: Step "double" reads the output of "find" in parameter "over", but "find" was skipped because its guard returned false. Read it as stepSpan("find", { default: null }).',
    );
  });

  it("over a failed step is skipped upstream; with skipWith it is skipped with a skipped one", async () => {
    const upstream = workflow("upstream", { failFast: false })
      .step("find", { run: (): number[] => broken() })
      .map("double", { over: ({ stepSpan }) => stepSpan("find").output, run: () => 1 });
    const { run } = await (await begin(upstream)).error();
    expect(run.span("double").skipped).toEqual({ kind: "upstream", step: "find" });
    const withIt = workflow("with")
      .step("find", { when: () => false, run: () => [1] })
      .map("double", { skipWith: ["find"], over: ({ stepSpan }) => stepSpan("find").output, run: () => 1 });
    expect((await (await begin(withIt)).end()).span("double").skipped).toEqual({ kind: "skipWith", step: "find" });
  });
});
