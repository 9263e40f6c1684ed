import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

/** A workflow as plain JavaScript sees it: what the compiler refuses is checked where it is written too. */
interface Unchecked {
  step(name: unknown, options?: unknown): Unchecked;
}

const run = () => 1;
const base = workflow("report").step("fetchUsers", { run }).step("fetchOrders", { run });
const unchecked = base as unknown as Unchecked;

function definitionOf(options: object) {
  const { plan } = unchecked.step("merge", options) as unknown as typeof base;
  return plan.steps.at(-1)!;
}

describe("a step without options but run", () => {
  it("has the defaults", () => {
    expect(definitionOf({ run })).toEqual({
      name: "merge",
      params: [],
      when: null,
      dependsOn: [],
      skipWith: [],
      always: false,
      continueOnError: false,
      retry: {
        attempts: 1,
        delayMs: 0,
        backoff: "fixed",
        factor: 2,
        maxDelayMs: Number.POSITIVE_INFINITY,
        jitter: 0,
      },
      timeoutMs: null,
      queue: null,
      pool: null,
      priority: 0,
      input: null,
      output: null,
      keepInState: [],
      estimateMs: null,
      cache: null,
      form: { kind: "single", body: { kind: "function", run, collect: null } },
    });
  });

  it("is the same as one whose options are undefined", () => {
    const keys = ["params", "when", "dependsOn", "skipWith", "always", "retry", "timeout", "continueOnError"];
    const others = ["queue", "pool", "priority", "input", "output", "keepInState", "collect", "cache"];
    const options = Object.fromEntries([...keys, ...others].map((key) => [key, undefined]));
    expect(definitionOf({ ...options, run })).toEqual(definitionOf({ run }));
  });
});

describe("the options of a step", () => {
  it("become its definition", () => {
    const input = z.object({});
    const definition = definitionOf({
      run,
      when: () => true,
      dependsOn: ["fetchUsers"],
      skipWith: ["fetchOrders"],
      continueOnError: true,
      retry: { attempts: 5, delay: "1s" },
      timeout: "500ms",
      queue: "slow",
      pool: "gpu",
      priority: -1,
      input,
    });
    expect(definition).toMatchObject({
      dependsOn: ["fetchUsers"],
      skipWith: ["fetchOrders"],
      continueOnError: true,
      retry: { attempts: 5, delayMs: 1000 },
      timeoutMs: 500,
      queue: "slow",
      pool: "gpu",
      priority: -1,
    });
    expect(definition.input).toBe(input);
    expect(definition.when?.reads).toEqual([]);
  });

  it("may say what a stream of items becomes", () => {
    const collect = (items: readonly unknown[]) => items.length;
    expect(definitionOf({ run, collect }).form).toEqual({ kind: "single", body: { kind: "function", run, collect } });
  });

  it("are frozen all the way", () => {
    const { plan } = base.step("merge", {
      dependsOn: ["fetchUsers"],
      when: () => true,
      params: { a: 1, b: ({ stepSpan }) => stepSpan("fetchUsers").output },
      run: ({ a }) => a,
      retry: { attempts: 2 },
    });
    const definition = plan.steps.at(-1)!;
    const { params, when, dependsOn, retry } = definition;
    const lambdas = params.map((parameter) => (parameter.kind === "lambda" ? parameter.lambda : null));
    const parts = [definition, params, ...params, ...lambdas, when, dependsOn, retry];
    expect(parts.map(Object.isFrozen)).toEqual(parts.map(() => true));
  });

  it("are read once: changing them later changes nothing", () => {
    const dependsOn = ["fetchUsers"];
    const params: Record<string, unknown> = { a: 1 };
    const built = unchecked.step("merge", { run, dependsOn, params }) as unknown as typeof base;
    dependsOn.push("fetchOrders");
    Object.assign(params, { b: 2 });
    expect(built.plan.steps.at(-1)!.dependsOn).toEqual(["fetchUsers"]);
    expect(built.plan.steps.at(-1)!.params).toHaveLength(1);
  });

  it.each([
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    [0.5, 0.5],
  ])("take %o as a timeout", (timeout, milliseconds) => {
    expect(definitionOf({ run, timeout }).timeoutMs).toBe(milliseconds);
  });
});

describe("a step is refused with a message for", () => {
  const step = 'Step "merge" of workflow "report"';
  const durations = 'or a text such as "500ms", "30s", "5m", "2h" or "1d".';

  it.each([
    ["", 'Workflow "report" got "" as the name of a step. Give a text that is not empty.'],
    [5, 'Workflow "report" got 5 as the name of a step. Give a text that is not empty.'],
    [undefined, 'Workflow "report" got undefined as the name of a step. Give a text that is not empty.'],
    ["fetchUsers", 'Workflow "report" has a step named "fetchUsers" already. Give the new one another name.'],
  ])("the name %o", (name, message) => {
    expect(() => unchecked.step(name, { run })).toThrow(new DefinitionError(message));
  });

  it.each([
    ["no options", undefined, `${step} got undefined in place of its options. Give an object.`],
    ["a list of options", [], `${step} got an array in place of its options. Give an object.`],
    [
      "an unknown option that is near a known one",
      { run, dependOn: [] },
      `${step} got the unknown option "dependOn". Did you mean "dependsOn"?`,
    ],
    [
      "an unknown option",
      { run, machines: 2 },
      `${step} got the unknown option "machines". Its options are params, run, when, dependsOn, skipWith, always, retry, timeout, continueOnError, queue, pool, priority, input, output, keepInState, collect, cache, estimate.`,
    ],
    ["no run", { params: {} }, `${step} got undefined as run. Give a function, or a step made with defineStep.`],
    [
      "a run that is no function",
      { run: {} },
      `${step} got an object as run. Give a function, or a step made with defineStep.`,
    ],
    [
      "a workflow as run",
      { run: workflow("child") },
      `${step} got a workflow as run. Write it as .subflow("merge", { workflow, params }).`,
    ],
    [
      "a collect that is no function",
      { run, collect: "all" },
      `${step} got "all" as collect. Give a function that makes the output of the list of items.`,
    ],
    [
      "a guard that is no function",
      { run, when: true },
      `${step} got true as when. Give a function that returns true or false.`,
    ],
    [
      "an async guard",
      { run, when: async () => true },
      `${step} has an async lambda in its guard. A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.`,
    ],
    ["always that is no flag", { run, always: "yes" }, `${step} got "yes" as always. Give true or false.`],
    [
      "always without a dependency",
      { run, always: true },
      `${step} has always, but depends on no step. Name in dependsOn the steps after which it runs.`,
    ],
    [
      "always with skipWith",
      { run, always: true, skipWith: ["fetchUsers"] },
      `${step} has both always and skipWith. A step with always runs whatever came of the others: remove one of the two.`,
    ],
    [
      "continueOnError that is no flag",
      { run, continueOnError: 1 },
      `${step} got 1 as continueOnError. Give true or false.`,
    ],
    ["a timeout of 0", { run, timeout: 0 }, `${step} got 0 as timeout. Give milliseconds above 0, ${durations}`],
    ["a negative timeout", { run, timeout: -5 }, `${step} got -5 as timeout. Give milliseconds above 0, ${durations}`],
    [
      "a timeout that is not a number",
      { run, timeout: Number.NaN },
      `${step} got NaN as timeout. Give milliseconds above 0, ${durations}`,
    ],
    [
      "an endless timeout",
      { run, timeout: Number.POSITIVE_INFINITY },
      `${step} got Infinity as timeout. Give milliseconds above 0, ${durations}`,
    ],
    [
      "a timeout in words",
      { run, timeout: "30 seconds" },
      `${step} got "30 seconds" as timeout. Give milliseconds above 0, ${durations}`,
    ],
    [
      "a negative text",
      { run, timeout: "-5s" },
      `${step} got "-5s" as timeout. Give milliseconds above 0, ${durations}`,
    ],
    ["an empty queue", { run, queue: "" }, `${step} got "" as queue. Give a text that is not empty.`],
    ["an empty pool", { run, pool: "" }, `${step} got "" as pool. Give a text that is not empty.`],
    ["a pool that is no text", { run, pool: 5 }, `${step} got 5 as pool. Give a text that is not empty.`],
    ["a priority that is not a number", { run, priority: Number.NaN }, `${step} got NaN as priority. Give a number.`],
    [
      "an endless priority",
      { run, priority: Number.POSITIVE_INFINITY },
      `${step} got Infinity as priority. Give a number.`,
    ],
    [
      "a schema that is none",
      { run, input: { type: "object" } },
      `${step} got an object as input. Give a schema of zod 4.`,
    ],
    [
      "an output schema that is none",
      { run, output: () => 1 },
      `${step} got a function as output. Give a schema of zod 4.`,
    ],
    [
      "two input schemas",
      { run: defineStep({ input: z.object({}), run }), input: z.object({}) },
      `${step} has the schema input, and so has the step made with defineStep that it runs. Keep one of them: a value is parsed once.`,
    ],
    [
      "two output schemas",
      { run: defineStep({ output: z.number(), run }), output: z.number() },
      `${step} has the schema output, and so has the step made with defineStep that it runs. Keep one of them: a value is parsed once.`,
    ],
  ])("%s", (_, options, message) => {
    expect(() => unchecked.step("merge", options)).toThrow(new DefinitionError(message));
  });

  it("names that are hostile, shown harmless", () => {
    const hostile = workflow("a\u202e\0") as unknown as Unchecked;
    expect(() => hostile.step("<b>\n", {})).toThrow(
      new DefinitionError(
        'Step "<b>\\n" of workflow "a\\u202e\\u0000" got undefined as run. Give a function, or a step made with defineStep.',
      ),
    );
  });
});

describe("always", () => {
  it("is content with a dependency found in a lambda", () => {
    const read = ({ stepSpan }: { stepSpan(name: string, options: object): unknown }) =>
      stepSpan("fetchUsers", { default: null });
    expect(definitionOf({ run, always: true, params: { users: read } }).always).toBe(true);
    expect(definitionOf({ run, always: true, when: (scope: never) => read(scope) !== null }).always).toBe(true);
  });
});
