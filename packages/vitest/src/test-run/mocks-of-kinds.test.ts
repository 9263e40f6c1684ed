import { DefinitionError, type StepContext } from "@stepspan/engine";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { loopTimes, mapOver, onEvent, raceOf, running, sleepFor, waitFor } from "../fixtures/hand-made-forms.ts";
import { handMadeWorkflow } from "../fixtures/hand-made-workflow.ts";
import "../matchers/register-matchers.ts";
import { testRun } from "./test-run.ts";

const never = () => new Promise<never>(() => {});
const approved = { name: "approved", schema: null };
const inner = handMadeWorkflow(
  [
    { name: "load", run: never },
    { name: "check", reads: ["load"] },
  ],
  { name: "review" },
);

describe("a mock", () => {
  it("of a memoised step is called each time: it is another body", async () => {
    const cache = { key: () => "k", ttlMs: null, version: null, source: "" };
    const build = (mocked: boolean) => {
      const calls: string[] = [];
      const run = (_: object, { path }: StepContext) => void calls.push(path);
      const step = { name: "fetch", form: mapOver("list", 1), run: mocked ? never : run, cache };
      const workflow = handMadeWorkflow([{ name: "list", run: () => ["a", "b"] }, step]);
      return { workflow, calls, mocks: mocked ? { fetch: run } : {} };
    };
    for (const [mocked, expected] of [
      [false, ["fetch[0]"]],
      [true, ["fetch[0]", "fetch[1]"]],
    ] as const) {
      const { workflow, calls, mocks } = build(mocked);
      expect(await testRun(workflow, { mocks })).toHaveSucceeded();
      expect(calls).toEqual(expected);
    }
  });

  it("of a map is called for each item, with its parameters", async () => {
    const workflow = handMadeWorkflow([
      { name: "list", run: () => ["a", "b"] },
      { name: "fetch", form: mapOver("list"), params: { id: ({ item }) => item }, run: never },
    ]);
    const fetch = vi.fn(({ id }: { id: string }, { path }: StepContext) => `${path} ${id}`);
    const run = await testRun(workflow, { mocks: { fetch } });
    expect(run.output).toEqual(["fetch[0] a", "fetch[1] b"]);
    expect(run).toHaveRunInParallel("fetch[0]", "fetch[1]");
    expect((await testRun(workflow, { mocks: { list: [1, 2, 3], fetch: "x" } })).output).toEqual(["x", "x", "x"]);
  });

  it("of a loop is called for each iteration, until its until is true", async () => {
    const workflow = handMadeWorkflow([
      { name: "draft", form: loopTimes(3), params: { before: ({ previous }) => previous }, run: never },
    ]);
    const run = await testRun(workflow, { mocks: { draft: ({ before }) => [before] } });
    expect(run.output).toEqual([[[null]]]);
    expect(run).toHaveRunBefore("draft#1", "draft#2");
  });

  it("of an on step is called for each event", async () => {
    const workflow = handMadeWorkflow([
      { name: "take", form: onEvent(approved), params: { by: ({ event }) => event }, run: never },
    ]);
    const events = [
      { event: approved, data: "Ann" },
      { event: "approved", data: "Ben" },
    ];
    const run = await testRun(workflow, { events, mocks: { take: ({ by }) => `by ${by}` } });
    expect(run.output).toEqual(["by Ann", "by Ben"]);
  });

  it("of a sub-workflow replaces the whole child run", async () => {
    const workflow = handMadeWorkflow([
      { name: "review", form: running(inner.plan), params: { text: () => "long" } },
      { name: "print", reads: ["review"], run: ({ review }: { review: unknown }) => review },
    ]);
    const run = await testRun(workflow, { mocks: { review: ({ text }) => `${text} and good` } });
    expect(run.output).toBe("long and good");
    expect(run).toMatchSpanGraph("report\n  review\n  print <- review");
  });

  it("may be of a step inside of sub-workflows, by its path", async () => {
    const outer = handMadeWorkflow([{ name: "part", form: running(inner.plan, mapOver([1, 2])) }], { name: "outer" });
    const workflow = handMadeWorkflow([{ name: "all", form: running(outer.plan) }]);
    const load = vi.fn((_: object, { path }: StepContext) => path);
    const run = await testRun(workflow, { mocks: { "all/part/load": load, "all/part/check": "fine" } });
    expect(load.mock.results.map(({ value }) => value)).toEqual(["all/part[0]/load", "all/part[1]/load"]);
    expect(run.output).toEqual(["fine", "fine"]);
    expect(run).toHaveRunInParallel("all/part[0]/load", "all/part[1]/load");
  });

  it("of a wait and of a sleep gives their output at once", async () => {
    const workflow = handMadeWorkflow([
      { name: "approve", form: waitFor(approved) },
      { name: "nap", form: sleepFor(1000) },
      { name: "both", reads: ["approve", "nap"], run: (params: object) => params },
    ]);
    const run = await testRun(workflow, { mocks: { approve: "yes", nap: null } });
    expect(run.output).toEqual({ approve: "yes", nap: null });
    expect(run.duration).toBe(0);
  });

  it("of a race wins it before its members begin", async () => {
    const workflow = handMadeWorkflow([
      { name: "fast", run: never },
      { name: "slow", run: never },
      { name: "first", form: raceOf("fast", "slow") },
      { name: "print", reads: ["first"], run: ({ first }: { first: unknown }) => first },
    ]);
    const run = await testRun(workflow, { mocks: { first: "mine" } });
    expect(run.output).toBe("mine");
    expect(run).toHaveSkipped("fast");
    expect(run).toHaveSkipped("slow");
  });

  it("may stream, and its stream is collected", async () => {
    const workflow = handMadeWorkflow([
      {
        name: "write",
        form: () => ({ kind: "single", body: { kind: "function", run: never, collect: (words) => words.join(" ") } }),
      },
    ]);
    async function* write() {
      yield "two";
      yield "words";
    }
    expect((await testRun(workflow, { mocks: { write }, order: ["write"] })).output).toBe("two words");
  });

  it("is refused for a step that a sub-workflow does not have, and for one item", async () => {
    const workflow = handMadeWorkflow([
      { name: "review", form: running(inner.plan) },
      { name: "each", form: mapOver([1]) },
    ]);
    await expect(testRun(workflow, { mocks: { "review/lod": 1 } })).rejects.toThrow(
      new DefinitionError(
        'testRun: there is a mock for "review/lod", but workflow "report" has no such step. Did you mean "review/load"?',
      ),
    );
    await expect(testRun(workflow, { mocks: { "each[0]": 1 } })).rejects.toThrow(
      new DefinitionError(
        'testRun: there is a mock for "each[0]", but a mock is for all items of a step. Write "each", and look at context.path in it.',
      ),
    );
  });
});

describe("resources", () => {
  it("are passed on to the steps", async () => {
    const workflow = handMadeWorkflow([
      { name: "ask", run: (_: never, { resources }: StepContext) => resources.require("db") as string },
    ]);
    expect((await testRun(workflow, { resources: { db: "the rows" } })).output).toBe("the rows");
    expect(await testRun(workflow)).toHaveFailed("ask");
  });
});

describe("the input of a sub-workflow", () => {
  it("is parsed by its schema, as without a test", async () => {
    const child = handMadeWorkflow([{ name: "only", run: () => 1 }], { input: z.object({ day: z.string() }) });
    const workflow = handMadeWorkflow([{ name: "outer", form: running(child.plan), params: { day: () => 5 } }]);
    expect(await testRun(workflow)).toHaveFailed("outer");
  });
});
