import { DefinitionError, type LambdaScope, type StepDefinition } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { workflow } from "../workflow.ts";

const run = () => 1;
const until = () => true;
const base = workflow("write").step("best", { run: () => 0.9 });

/** What the compiler refuses is checked at run time too. */
function define(options: object): StepDefinition {
  const unchecked = base as unknown as { loop(name: string, options: object): typeof base };
  return unchecked.loop("draft", options).plan.steps.at(-1)!;
}

describe("a loop", () => {
  it("keeps when it ends, and depends on what until reads", () => {
    const built = base.loop("draft", {
      params: { text: ({ previous, iteration }) => `${previous} ${iteration}` },
      run: ({ text }) => text.length,
      until: ({ output, stepSpan }) => output > stepSpan("best").output,
      maxIterations: 3,
    });
    const { form, params } = built.plan.steps.at(-1)!;
    expect(form).toMatchObject({ kind: "loop", maxIterations: 3, body: { kind: "function" } });
    expect(params.map(({ name }) => name)).toEqual(["text"]);
    expect(built.plan.edgesTo(1)).toMatchObject([{ from: "best", parameter: "until", kind: "data", path: ["output"] }]);
  });

  it("may begin with another step and go on with its own output", () => {
    const first = ({ previous, stepSpan }: LambdaScope) => previous ?? stepSpan("best").output;
    const { params } = define({ params: { from: first }, run, until, maxIterations: 2 });
    const [parameter] = params;
    expect(parameter?.kind === "lambda" && parameter.lambda.reads).toEqual([
      { step: "best", path: ["output"], certainty: "conditional", mode: "plain" },
    ]);
  });

  it("may run a workflow", () => {
    const child = workflow("child").step("one", { run });
    const { form } = define({ run: child, until, maxIterations: 1 });
    expect(form).toMatchObject({ body: { kind: "workflow", subflow: { plan: { name: "child" } } } });
  });
});

describe("a loop is refused for", () => {
  it.each([
    ["no end", { run, maxIterations: 2 }, "got undefined as until. Give a function that returns true to end the loop."],
    [
      "an async end",
      { run, until: async () => true, maxIterations: 2 },
      'has an async lambda in parameter "until". A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.',
    ],
    [
      "no maximum",
      { run, until },
      "got undefined as maxIterations. Give a whole number of at least 1: a loop must end.",
    ],
    ["a maximum of 0", { run, until, maxIterations: 0 }, "got 0 as maxIterations. Give a whole number of at least 1."],
    [
      "an endless maximum",
      { run, until, maxIterations: Number.POSITIVE_INFINITY },
      "got Infinity as maxIterations. Give a whole number of at least 1.",
    ],
    [
      "no run",
      { until, maxIterations: 2 },
      "got undefined as run. Give a function, a step made with defineStep, or a workflow.",
    ],
    [
      "an unknown option",
      { run, until, maxIterations: 2, over: [] },
      'got the unknown option "over". Its options are params, until, maxIterations, run, collect, capture, retry, timeout, queue, pool, priority, input, output, keepInState, estimate, cache, when, dependsOn, skipWith, always, continueOnError.',
    ],
  ])("%s", (_, options, message) => {
    expect(() => define(options)).toThrow(new DefinitionError(`Step "draft" of workflow "write" ${message}`));
  });
});
