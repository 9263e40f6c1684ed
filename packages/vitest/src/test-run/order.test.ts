import { DefinitionError, type EmittedEvent, type RunEvent, type StepContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { mapOver, running } from "../fixtures/hand-made-forms.ts";
import { handMadeWorkflow } from "../fixtures/hand-made-workflow.ts";
import "../matchers/register-matchers.ts";
import { testRun } from "./test-run.ts";
import type { TestRunOptions } from "./test-run-options.ts";

const names = ["a", "b", "c"];
const parallel = handMadeWorkflow(names.map((name) => ({ name })));

/** The steps in the order in which their attempts ended. */
async function endsOf(workflow: typeof parallel, options: TestRunOptions): Promise<readonly string[]> {
  const events: (RunEvent | EmittedEvent)[] = [];
  await testRun(workflow, { ...options, observers: [{ onEvent: (event) => void events.push(event) }] });
  return events.flatMap((event) =>
    event.type === "step-succeeded" || event.type === "attempt-failed" || event.type === "step-failed"
      ? [event.path]
      : [],
  );
}

function failUntil(succeeding: number) {
  return (_: never, { attempt }: StepContext) => {
    if (attempt < succeeding) throw new Error("not yet");
  };
}

describe("order", () => {
  it.each([[["a", "b", "c"]], [["c", "b", "a"]], [["b", "c", "a"]]])("lets attempts end as %j", async (order) => {
    expect(await endsOf(parallel, { order })).toEqual(order);
  });

  it("leaves steps alone that it does not name", async () => {
    expect(await endsOf(parallel, { order: ["c", "a"] })).toEqual(["b", "c", "a"]);
  });

  it("holds back failures too", async () => {
    const workflow = handMadeWorkflow([{ name: "a", run: failUntil(2) }, { name: "b" }, { name: "c" }], {
      failFast: false,
    });
    expect(await endsOf(workflow, { order: ["b", "a", "c"] })).toEqual(["b", "a", "c"]);
  });

  it("names a step once for each attempt", async () => {
    const workflow = handMadeWorkflow([{ name: "a", run: failUntil(3), attempts: 3, delayMs: 1000 }, { name: "b" }]);
    expect(await endsOf(workflow, { order: ["a", "b", "a"] })).toEqual(["a", "b", "a", "a"]);
    expect(await endsOf(workflow, { order: ["a", "a", "b"] })).toEqual(["a", "a", "b", "a"]);
    expect(await endsOf(workflow, { order: ["a", "a", "a", "b"] })).toEqual(["a", "a", "a", "b"]);
  });

  it("passes over steps that are skipped, and over attempts that are not needed", async () => {
    const workflow = handMadeWorkflow([{ name: "a", when: false }, { name: "b" }, { name: "c" }]);
    expect(await endsOf(workflow, { order: ["a", "c", "c", "b"] })).toEqual(["c", "b"]);
  });

  it("waits for steps that depend on others", async () => {
    const workflow = handMadeWorkflow([{ name: "a" }, { name: "b" }, { name: "c", reads: ["b"] }]);
    expect(await endsOf(workflow, { order: ["b", "c", "a"] })).toEqual(["b", "c", "a"]);
  });

  it("waits for real work", async () => {
    const workflow = handMadeWorkflow([
      { name: "a" },
      { name: "b", run: () => new Promise((resolve) => setTimeout(resolve, 80)) },
    ]);
    expect(await endsOf(workflow, { order: ["b", "a"] })).toEqual(["b", "a"]);
  });

  it("that a dependency makes impossible is refused, saying what waits for what", async () => {
    const workflow = handMadeWorkflow([
      { name: "fetch" },
      { name: "check", reads: ["fetch"] },
      { name: "merge", reads: ["check"] },
      { name: "other" },
    ]);
    await expect(testRun(workflow, { order: ["merge", "fetch"] })).rejects.toThrow(
      new DefinitionError(
        'testRun cannot keep the order "merge", "fetch": next is "merge", but "merge" waits for "check", "check" waits for "fetch", and held back until then is "fetch". Put what is waited for first.',
      ),
    );
    await expect(testRun(workflow, { order: ["merge", "fetch", "other"] })).rejects.toThrow(
      'held back until then are "fetch", "other".',
    );
  });

  it("that needs more slots than there are is refused", async () => {
    await expect(testRun(parallel, { order: ["c", "b", "a"], concurrency: 2 })).rejects.toThrow(
      new DefinitionError(
        'testRun cannot keep the order "c", "b", "a": next is "c", but "c" waits for a slot or for its next attempt, and held back until then are "a", "b". Put what is waited for first.',
      ),
    );
  });

  it("that makes a step run into its timeout is refused", async () => {
    const workflow = handMadeWorkflow([
      { name: "a", timeoutMs: 500 },
      { name: "b", run: failUntil(2), attempts: 2, delayMs: 1000 },
    ]);
    await expect(testRun(workflow, { order: ["b", "b", "a"] })).rejects.toThrow(
      new DefinitionError(
        'testRun cannot keep the order "b", "b", "a": "a" timed out while it was held back for "b". Put "a" first, or mock what takes "b" so long.',
      ),
    );
  });

  it("refuses an unknown step with a suggestion", async () => {
    await expect(testRun(parallel, { order: ["a", "bb"] })).rejects.toThrow(
      new DefinitionError('testRun: the order names "bb", but workflow "report" has no such step.'),
    );
  });

  it("says that the step whose turn it is waits for an event", async () => {
    const wait = (_: never, context: StepContext) => context.waitFor({ name: "word", schema: null });
    const workflow = handMadeWorkflow([{ name: "a" }, { name: "b", run: wait }]);
    await expect(testRun(workflow, { order: ["b", "a"] })).rejects.toThrow(
      new DefinitionError(
        'testRun cannot keep the order "b", "a": next is "b", but "b" waits for event "word", and held back until then is "a". Put what is waited for first.',
      ),
    );
    expect(await endsOf(workflow, { order: ["b", "a"], answers: { b: "now" } })).toEqual(["b", "a"]);
  });

  it("lets what is held back end after a failure", async () => {
    const workflow = handMadeWorkflow([{ name: "a" }, { name: "b", run: failUntil(2) }, { name: "c", reads: ["b"] }]);
    const run = await testRun(workflow, { order: ["b", "c", "a"] });
    expect(run).toHaveFailed("b");
    expect(run).toHaveSkipped("c", "upstream");
    expect(run).toHaveSucceeded("a");
    expect(run.duration).toBe(0);
  });
});

describe("order of what lies below steps", () => {
  const each = handMadeWorkflow([
    { name: "fetch", form: mapOver([1, 2, 3]), run: (_: never, context: StepContext) => context.path },
    { name: "other" },
    { name: "last", reads: ["fetch"] },
  ]);
  const child = handMadeWorkflow([{ name: "a" }, { name: "b" }], { name: "child" });
  const nested = handMadeWorkflow([
    { name: "outer", form: running(child.plan) },
    { name: "each", form: running(child.plan, mapOver([1, 2])) },
  ]);

  it("names items by their paths", async () => {
    expect(await endsOf(each, { order: ["fetch[2]", "other", "fetch[0]", "fetch[1]"] })).toEqual([
      "fetch[2]",
      "other",
      "fetch[0]",
      "fetch[1]",
      "fetch",
      "last",
    ]);
  });

  it("names any item by the name of the step", async () => {
    const ends = await endsOf(each, { order: ["fetch", "other", "fetch", "fetch", "last"] });
    expect(ends).toEqual(["fetch[0]", "other", "fetch[1]", "fetch[2]", "fetch", "last"]);
  });

  it("leaves the turns of items that there are not to the next", async () => {
    const ends = await endsOf(each, { order: ["fetch", "fetch", "fetch[2]", "fetch[7]", "fetch", "other"] });
    expect(ends.slice(-3)).toEqual(["fetch", "other", "last"]);
  });

  it("names the steps of sub-workflows", async () => {
    const ends = await endsOf(nested, { order: ["each[1]/b", "outer/b", "each/a", "outer/a", "each/a", "each/b"] });
    expect(ends.filter((path) => path.includes("/"))).toEqual([
      "each[1]/b",
      "outer/b",
      "each[0]/a",
      "outer/a",
      "each[1]/a",
      "each[0]/b",
    ]);
  });

  it("says which item is held back, and what waits for it", async () => {
    await expect(testRun(each, { order: ["last", "fetch[1]"] })).rejects.toThrow(
      new DefinitionError(
        'testRun cannot keep the order "last", "fetch[1]": next is "last", but "last" waits for "fetch", and held back until then is "fetch[1]". Put what is waited for first.',
      ),
    );
    await expect(testRun(nested, { order: ["outer/c"] })).rejects.toThrow(
      new DefinitionError(
        'testRun: the order names "outer/c", but workflow "report" has no such step. Did you mean "outer/a"?',
      ),
    );
  });

  it("knows that a step of a sub-workflow waits for all that its step waits for", async () => {
    const workflow = handMadeWorkflow([
      { name: "first" },
      { name: "outer", dependsOn: ["first"], form: running(child.plan) },
    ]);
    await expect(testRun(workflow, { order: ["outer/a", "first"] })).rejects.toThrow(
      'next is "outer/a", but "outer/a" waits for "first", and held back until then is "first".',
    );
  });

  it("holds back the end of a stream, not its items", async () => {
    const emitted: unknown[] = [];
    const onEvent = (event: RunEvent | EmittedEvent) => {
      if (event.type === "event-emitted") emitted.push(event.data);
      if (event.type === "step-succeeded") emitted.push(event.path);
    };
    async function* write() {
      yield 1;
      yield 2;
    }
    const slow = () => new Promise((resolve) => setTimeout(resolve, 20));
    const workflow = handMadeWorkflow([
      { name: "write", run: write },
      { name: "other", run: slow },
    ]);
    const run = await testRun(workflow, { order: ["other", "write"], observers: [{ onEvent }] });
    expect(emitted).toEqual([1, 2, "other", "write"]);
    expect(run.span("write" as never)).toMatchObject({ output: [1, 2] });
  });
});
