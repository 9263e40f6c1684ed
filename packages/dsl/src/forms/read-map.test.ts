import { DefinitionError, type LambdaScope, type StepDefinition } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

const run = () => 1;
const base = workflow("crawl").step("list", { run: () => ["a"] });
const child = workflow("child").step("one", { run });

/** What the compiler refuses is checked at run time too. */
function define(options: object): StepDefinition {
  const unchecked = base as unknown as { map(name: string, options: object): typeof base };
  return unchecked.map("pages", options).plan.steps.at(-1)!;
}

describe("a map", () => {
  it("is over what a lambda gives, and depends on what that reads", () => {
    const built = base.map("pages", {
      over: ({ stepSpan }) => stepSpan("list").output,
      params: { name: ({ item, index }) => `${index} ${item.toUpperCase()}`, size: 1 },
      run: ({ name }) => name,
      concurrency: 3,
    });
    const definition = built.plan.steps.at(-1)!;
    expect(definition.form).toMatchObject({ kind: "map", concurrency: 3, body: { kind: "function", collect: null } });
    expect(definition.params.map(({ name, kind }) => [name, kind])).toEqual([
      ["name", "lambda"],
      ["size", "constant"],
    ]);
    expect(built.plan.edgesTo(1)).toEqual([
      {
        from: "list",
        to: "pages",
        kind: "data",
        certainty: "required",
        parameter: "over",
        path: ["output"],
        mode: "plain",
        option: null,
      },
    ]);
  });

  it("is over a list that it keeps as it was", () => {
    const list = ["a", "b"];
    const { form } = define({ over: list, run });
    list.push("c");
    const over = form.kind === "map" ? form.over : null;
    expect(over).toMatchObject({ reads: [] });
    expect(over?.evaluate({} as LambdaScope)).toEqual(["a", "b"]); // a constant list looks at no scope
    expect(form).toMatchObject({ concurrency: Number.POSITIVE_INFINITY });
  });

  it("has the options of a step", () => {
    const options = {
      when: () => true,
      dependsOn: ["list"],
      continueOnError: true,
      retry: { attempts: 2 },
      priority: 3,
    };
    expect(
      define({ over: [], run, params: { a: 1 }, keepInState: ["a"], timeout: 5, queue: "q", pool: "gpu", ...options }),
    ).toMatchObject({
      dependsOn: ["list"],
      continueOnError: true,
      retry: { attempts: 2 },
      priority: 3,
      timeoutMs: 5,
      queue: "q",
      pool: "gpu",
      keepInState: ["a"],
    });
    expect(define({ over: ({ stepSpan }: LambdaScope) => stepSpan("list"), run, always: true }).always).toBe(true);
  });

  it("runs a step made with defineStep, with its settings", () => {
    const input = z.object({});
    expect(define({ over: [], run: defineStep({ input, run, priority: 2 }) })).toMatchObject({ input, priority: 2 });
  });

  it("runs a workflow, to which its parameters go as the input", () => {
    const { form, params } = define({ over: [1], params: { size: ({ item }: LambdaScope) => item }, run: child });
    expect(form).toMatchObject({ body: { kind: "workflow", subflow: { plan: { name: "child" }, output: null } } });
    expect(params).toHaveLength(1);
  });

  it("is frozen all the way", () => {
    const { form } = define({ over: () => [], run });
    const parts = form.kind === "map" ? [form, form.body, form.over] : [];
    expect(parts.map(Object.isFrozen)).toEqual([true, true, true]);
  });
});

describe("a map is refused for", () => {
  const step = 'Step "pages" of workflow "crawl"';

  it.each([
    ["no list", { run }, "got undefined as over. Give a list, or a lambda that gives one."],
    ["something else as the list", { over: "ab", run }, 'got "ab" as over. Give a list, or a lambda that gives one.'],
    [
      "an async list",
      { over: async () => [], run },
      'has an async lambda in parameter "over". A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.',
    ],
    [
      "an unknown step",
      { over: ({ stepSpan }: LambdaScope) => stepSpan("lst").output, run },
      'reads "lst" in parameter "over", but there is no earlier step of that name. Did you mean "list"?',
    ],
    ["no run", { over: [] }, "got undefined as run. Give a function, a step made with defineStep, or a workflow."],
    [
      "a concurrency of 0",
      { over: [], run, concurrency: 0 },
      "got 0 as concurrency. Give a whole number of at least 1, or Infinity.",
    ],
    [
      "a broken concurrency",
      { over: [], run, concurrency: 1.5 },
      "got 1.5 as concurrency. Give a whole number of at least 1, or Infinity.",
    ],
    [
      "an input schema of its own",
      { over: [], run, input: z.object({}) },
      "is a map, so it cannot have input. Give run a step made with defineStep({ input, run }).",
    ],
    [
      "retries of a workflow",
      { over: [], run: child, retry: { attempts: 2 } },
      'runs workflow "child", so it cannot have retry. Write retry on the steps of workflow "child" that it is meant for.',
    ],
    [
      "a pool of a workflow",
      { over: [], run: child, pool: "gpu" },
      'runs workflow "child", so it cannot have pool. Write pool on the steps of workflow "child" that it is meant for.',
    ],
    [
      "a timeout of a workflow",
      { over: [], run: child, timeout: 5 },
      'runs workflow "child", so it cannot have timeout. Write timeout as an option of that workflow: it limits the whole run.',
    ],
    [
      "always without a dependency",
      { over: [], run, always: true },
      "has always, but depends on no step. Name in dependsOn the steps after which it runs.",
    ],
  ])("%s", (_, options, message) => {
    expect(() => define(options)).toThrow(new DefinitionError(`${step} ${message}`));
  });

  it("a name that is taken", () => {
    const unchecked = base as unknown as { map(name: string, options: object): unknown };
    expect(() => unchecked.map("list", { over: [], run })).toThrow(
      new DefinitionError('Workflow "crawl" has a step named "list" already. Give the new one another name.'),
    );
  });
});
