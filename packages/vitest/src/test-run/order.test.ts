import { DefinitionError, type EmittedEvent, type RunEvent, type StepContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
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

  it("lets what is held back end after a failure", async () => {
    const workflow = handMadeWorkflow([{ name: "a" }, { name: "b", run: failUntil(2) }, { name: "c", reads: ["b"] }]);
    const run = await testRun(workflow, { order: ["b", "c", "a"] });
    expect(run).toHaveFailed("b");
    expect(run).toHaveSkipped("c", "upstream");
    expect(run).toHaveSucceeded("a");
    expect(run.duration).toBe(0);
  });
});
