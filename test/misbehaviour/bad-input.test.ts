import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError, InputError, memoryStore } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const run = () => 1;
/** As from JavaScript, where no compiler refuses anything. */
const untyped = (value: unknown) => value as never;
const empty: AnyWorkflow = workflow("w");
const oneStep: AnyWorkflow = empty.step("load", { run });

describe("a wrong input of a workflow", () => {
  const orders = z.object({ day: z.iso.date(), orders: z.array(z.object({ price: z.number() })) });

  it("is an InputError with the paths of all issues, and nothing has run", async () => {
    let calls = 0;
    const engine = createEngine();
    const counting = workflow("report", { input: orders }).step("count", { run: () => calls++ });
    const given = untyped({ day: "today", orders: [{ price: 1 }, { price: "2" }] });
    const error: unknown = await engine.run(counting, given).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).issues.map(({ path }) => path)).toEqual([".day", ".orders[1].price"]);
    expect((error as InputError).message).toBe(
      'The input of workflow "report" does not match its schema: .day: Invalid ISO date; .orders[1].price: Invalid input: expected number, received string.',
    );
    expect(calls).toBe(0);
    expect(await engine.runs.list()).toEqual([]);
  });

  it.each([[undefined], [null], [5], [[]], [{}]])("is refused if it is %j", async (given) => {
    const counting = workflow("report", { input: orders }).step("count", { run });
    await expect(createEngine().run(counting, untyped(given))).rejects.toBeInstanceOf(InputError);
  });

  it("that cannot be recorded is refused by its path", async () => {
    await expect(createEngine().run(oneStep, { list: [() => 1] })).rejects.toThrow(
      'The input of workflow "w" cannot be recorded: .list[0] is a function.',
    );
  });
});

const writings: readonly (readonly [what: string, write: () => unknown, message: string])[] = [
  ["a workflow without a name", () => workflow(""), "Give a text that is not empty."],
  ["a workflow with a name that is no text", () => workflow(untyped(5)), "Give a text that is not empty."],
  [
    "an unknown option of a workflow",
    () => workflow("w", untyped({ failfast: true })),
    'Workflow "w" got the unknown option "failfast". Did you mean "failFast"?',
  ],
  [
    "a timeout of a workflow that is negative",
    () => workflow("w", { timeout: -1 }),
    'Workflow "w" got -1 as timeout. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
  ],
  [
    "a step without a name",
    () => empty.step("", { run }),
    'Workflow "w" got "" as the name of a step. Give a text that is not empty.',
  ],
  [
    "a name that is used already",
    () => oneStep.step("load", { run }),
    'Workflow "w" has a step named "load" already. Give the new one another name.',
  ],
  [
    "an unknown option of a step",
    () => empty.step("load", untyped({ run, dependOn: [] })),
    'Step "load" of workflow "w" got the unknown option "dependOn". Did you mean "dependsOn"?',
  ],
  [
    "an unknown option of a retry",
    () => empty.step("load", { run, retry: untyped({ attempt: 3 }) }),
    'Step "load" of workflow "w" got the unknown option "retry.attempt". Did you mean "attempts"?',
  ],
  [
    "a step without run",
    () => empty.step("load", untyped({})),
    'Step "load" of workflow "w" got undefined as run. Give a function, or a step made with defineStep.',
  ],
  [
    "options that are none",
    () => empty.step("load", untyped(null)),
    'Step "load" of workflow "w" got null in place of its options. Give an object.',
  ],
  [
    "an unknown name in dependsOn",
    () => oneStep.step("next", { dependsOn: ["laod"], run }),
    'Step "next" of workflow "w" lists "laod" in dependsOn, but there is no earlier step of that name. Did you mean "load"?',
  ],
  [
    "an unknown name in a parameter",
    () => oneStep.step("next", { params: { x: ({ stepSpan }) => stepSpan("laod").output }, run }),
    'Did you mean "load"?',
  ],
  [
    "an unknown name in a guard",
    () => oneStep.step("next", { when: ({ stepSpan }) => stepSpan("laod").output === 1, run }),
    'Did you mean "load"?',
  ],
  [
    "an asynchronous parameter lambda",
    () => oneStep.step("next", { params: untyped({ x: async () => 1 }), run }),
    'Step "next" of workflow "w" has an async lambda in parameter "x".',
  ],
  [
    "an asynchronous guard",
    () => oneStep.step("next", { when: untyped(async () => true), run }),
    'Step "next" of workflow "w" has an async lambda in its guard.',
  ],
  [
    "a guard that is no function",
    () => oneStep.step("next", { when: untyped(true), run }),
    'Step "next" of workflow "w" got true as when. Give a function that returns true or false.',
  ],
  [
    "a timeout that is no number",
    () => empty.step("load", { run, timeout: Number.NaN }),
    'Step "load" of workflow "w" got NaN as timeout. Give milliseconds above 0',
  ],
  [
    "a timeout of 0",
    () => empty.step("load", { run, timeout: 0 }),
    'Step "load" of workflow "w" got 0 as timeout. Give milliseconds above 0',
  ],
  [
    "a timeout in unknown words",
    () => empty.step("load", { run, timeout: untyped("soon") }),
    'Step "load" of workflow "w" got "soon" as timeout. Give milliseconds above 0',
  ],
  [
    "a delay that is negative",
    () => empty.step("load", { run, retry: { attempts: 2, delay: -5 } }),
    'Step "load" of workflow "w" got -5 as retry.delay. Give milliseconds of at least 0',
  ],
  [
    "a jitter above 1",
    () => empty.step("load", { run, retry: { attempts: 2, jitter: 2 } }),
    'Step "load" of workflow "w" got 2 as retry.jitter. Give a number from 0 to 1.',
  ],
  [
    "a priority that is no number",
    () => empty.step("load", { run, priority: Number.NaN }),
    'Step "load" of workflow "w" got NaN as priority. Give a number.',
  ],
  [
    "a parameter named __proto__",
    () => empty.step("load", { params: JSON.parse('{"__proto__": 1}'), run }),
    'Step "load" of workflow "w" has a parameter named "__proto__". Give it another name.',
  ],
  [
    "a concurrency of 0",
    () => createEngine({ concurrency: 0 }),
    "createEngine got the concurrency 0. Give a whole number of at least 1, or Infinity.",
  ],
  [
    "an unknown option of the engine",
    () => createEngine(untyped({ concurency: 4 })),
    'createEngine got the unknown option "concurency".',
  ],
  [
    "an unknown option of a queue",
    () => createEngine({ queues: { api: untyped({ concurency: 4 }) } }),
    'The queue "api" of createEngine got the unknown option "concurency". Its options are concurrency, rate.',
  ],
  [
    "a queue's concurrency that is no number",
    () => createEngine({ queues: { api: { concurrency: Number.NaN } } }),
    'The queue "api" of createEngine got the concurrency NaN. Give a whole number of at least 1, or Infinity.',
  ],
  [
    "a rate limit of a half",
    () => createEngine({ queues: { api: { rate: { limit: 0.5, interval: "1s" } } } }),
    'The queue "api" of createEngine got the rate limit 0.5. Give a whole number of at least 1.',
  ],
  [
    "a rate's interval of 0",
    () => createEngine({ queues: { api: { rate: { limit: 1, interval: 0 } } } }),
    'The queue "api" of createEngine got 0 as rate.interval. Give milliseconds above 0',
  ],
  [
    "a grace period that is negative",
    () => createEngine({ gracePeriod: -1 }),
    "createEngine got -1 as gracePeriod. Give milliseconds above 0",
  ],
  [
    "a memory store that keeps less than nothing",
    () => memoryStore({ keepEvents: -1 }),
    "memoryStore got keepEvents -1. Give a number of at least 0.",
  ],
];

describe("a DefinitionError", () => {
  it.each(writings)("is thrown where it is written for %s", (_what, write, message) => {
    expect(write).toThrow(DefinitionError);
    expect(write).toThrow(message);
  });

  it("leaves no trace of a step that was refused", async () => {
    expect(() => oneStep.step("next", { run, timeout: -1 })).toThrow(DefinitionError);
    const mended = oneStep.step("next", { run: () => "mended" });
    expect((await createEngine().run(mended)).spans.map(({ name }) => name)).toEqual(["load", "next"]);
    expect(oneStep.graph.nodes()).toEqual(["load"]);
  });
});

const starts: readonly (readonly [what: string, options: unknown, message: string])[] = [
  ["an unknown option", { singal: 1 }, 'The run of workflow "w" got the unknown option "singal".'],
  ["a concurrency of -1", { concurrency: -1 }, 'The run of workflow "w" got the concurrency -1.'],
  ["a timeout that is no number", { timeout: Number.NaN }, 'The run of workflow "w" got NaN as timeout.'],
  ["an empty runId", { runId: "" }, 'The run of workflow "w" got the runId "".'],
  [
    "a signal that is none",
    { signal: {} },
    'The run of workflow "w" got a signal that is no AbortSignal. Give the signal of an AbortController, or none.',
  ],
  ["a signal of null", { signal: null }, 'The run of workflow "w" got a signal that is no AbortSignal.'],
  ["options that are none", null, 'The run of workflow "w" got null in place of its options. Give an object.'],
];

describe("a run", () => {
  it.each(starts)("is refused for %s, and leaves nothing open in the engine", async (_what, options, message) => {
    const engine = createEngine();
    await expect(engine.run(oneStep, undefined, untyped(options))).rejects.toThrow(message);
    await expect(engine.run(oneStep, undefined, untyped(options))).rejects.toBeInstanceOf(DefinitionError);
    expect(() => engine.start(oneStep, undefined, untyped(options))).toThrow(DefinitionError);
    await engine.close();
  });

  it.each([[undefined], [null], ["w"], [{}], [{ name: "w", plan: undefined }]])("of %j is refused", async (given) => {
    await expect(createEngine().run(untyped(given))).rejects.toThrow(
      "The engine was asked to run what is no workflow. Give a workflow, as workflow(name) makes it.",
    );
  });

  it("under an id that is taken is refused, and the other one is left alone", async () => {
    const engine = createEngine();
    const first = await engine.run(oneStep, undefined, { runId: "one" });
    await expect(engine.run(oneStep, undefined, { runId: "one" })).rejects.toThrow(
      'The journal of run "one" holds 5 events, not 0: another writer was here. Start the run under a runId of its own.',
    );
    expect((await engine.runs.get("one"))?.status).toBe(first.status);
  });
});
