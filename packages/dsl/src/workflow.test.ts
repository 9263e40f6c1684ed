import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AnyWorkflow } from "./types/workflow.ts";
import { workflow } from "./workflow.ts";

const create: (name?: unknown, options?: unknown) => unknown = workflow as never; // what the compiler refuses is checked at run time too
const run = () => 1;

function namesOf({ plan }: AnyWorkflow): readonly string[] {
  return plan.steps.map((step) => step.name);
}

describe("workflow", () => {
  it("begins with the defaults and no step", () => {
    expect(workflow("report").plan).toMatchObject({
      name: "report",
      version: null,
      input: null,
      output: null,
      timeoutMs: null,
      failFast: true,
      steps: [],
      returns: null,
      warnings: [],
    });
  });

  it("keeps its options", () => {
    const input = z.object({});
    const output = z.string();
    const { plan } = workflow("report", { input, output, version: "2", timeout: "5m", failFast: false });
    expect(plan).toMatchObject({ version: "2", timeoutMs: 300_000, failFast: false });
    expect([plan.input, plan.output]).toEqual([input, output]);
  });

  it("keeps what it declares, and what becomes of events that nobody took", () => {
    const state = z.object({ count: z.number() });
    const flowState = z.strictObject({ total: z.number() });
    const { plan } = workflow("report", { state, flowState, unhandledEvents: "error" });
    expect([plan.state, plan.flowState, plan.unhandledEvents]).toEqual([state, flowState, "error"]);
  });

  it.each([
    ["", undefined, 'workflow() got "" as the name. Give a text that is not empty.'],
    [undefined, undefined, "workflow() got undefined as the name. Give a text that is not empty."],
    ["w", 5, 'Workflow "w" got 5 in place of its options. Give an object.'],
    ["w", null, 'Workflow "w" got null in place of its options. Give an object.'],
    ["w", { failfast: true }, 'Workflow "w" got the unknown option "failfast". Did you mean "failFast"?'],
    [
      "w",
      { cache: true },
      'Workflow "w" got the unknown option "cache". Its options are input, output, state, flowState, version, timeout, failFast, unhandledEvents.',
    ],
    [
      "w",
      { state: z.string() },
      'Workflow "w" got an object as state. Give an object schema, such as z.object({ count: z.number() }).',
    ],
    ["w", { flowState: { count: 0 } }, 'Workflow "w" got an object as flowState. Give a schema of zod 4.'],
    ["w", { unhandledEvents: "keep" }, 'Workflow "w" got "keep" as unhandledEvents. Give one of "report", "error".'],
    ["w", { input: 5 }, 'Workflow "w" got 5 as input. Give a schema of zod 4.'],
    ["w", { output: {} }, 'Workflow "w" got an object as output. Give a schema of zod 4.'],
    ["w", { version: "" }, 'Workflow "w" got "" as version. Give a text that is not empty.'],
    ["w", { version: 2 }, 'Workflow "w" got 2 as version. Give a text that is not empty.'],
    [
      "w",
      { timeout: -1 },
      'Workflow "w" got -1 as timeout. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    ["w", { failFast: 0 }, 'Workflow "w" got 0 as failFast. Give true or false.'],
  ])("refuses the name %o with the options %o", (name, options, message) => {
    expect(() => create(name, options)).toThrow(new DefinitionError(message));
  });
});

describe("a workflow", () => {
  it("is left as it was by every method", () => {
    const base = workflow("report").step("first", { run });
    const longer = base.step("second", { run });
    const returning = base.returns(() => 5);
    expect([namesOf(base), namesOf(longer), namesOf(returning)]).toEqual([["first"], ["first", "second"], ["first"]]);
    expect([base.plan.returns, returning.plan.returns?.reads]).toEqual([null, []]);
  });

  it("is not touched by a step that is refused", () => {
    const base: AnyWorkflow = workflow("report").step("first", { run });
    expect(() => base.step("second", { run, timeout: -1 })).toThrow(DefinitionError);
    expect(() => base.step("second", { run, params: { a: async () => 1 } as never })).toThrow(DefinitionError);
    expect(namesOf(base)).toEqual(["first"]);
    expect(namesOf(base.step("second", { run }))).toEqual(["first", "second"]);
  });

  it("branches into workflows that do not see each other", () => {
    const base: AnyWorkflow = workflow("report").step("first", { run });
    const left = base.step("left", { run }).step("join", { dependsOn: ["left"], run });
    const right = base.step("right", { run });
    expect(() => right.step("join", { dependsOn: ["left"], run })).toThrow(
      'Step "join" of workflow "report" lists "left" in dependsOn, but there is no earlier step of that name.',
    );
    expect([namesOf(left), namesOf(right)]).toEqual([
      ["first", "left", "join"],
      ["first", "right"],
    ]);
  });

  it("survives a lambda that adds a step to the same workflow while it is traced", () => {
    const base: AnyWorkflow = workflow("report").step("first", { run });
    const inner: AnyWorkflow[] = [];
    const lambda = () => {
      inner.push(base.step("inner", { run }));
      return 1;
    };
    const outer = base.step("outer", { params: { a: lambda }, run });
    expect([namesOf(outer), namesOf(inner[0]!), namesOf(base)]).toEqual([
      ["first", "outer"],
      ["first", "inner"],
      ["first"],
    ]);
  });

  it("is frozen, and makes its plan once", () => {
    const base = workflow("report").step("first", { run });
    expect(Object.isFrozen(base)).toBe(true);
    expect(base.plan).toBe(base.plan);
    expect(Object.isFrozen(base.plan)).toBe(true);
  });

  it("has edges for what its lambdas read, and for dependsOn and skipWith", () => {
    const { plan, graph } = workflow("report")
      .step("a", { run })
      .step("b", { when: () => true, run })
      .step("c", { run })
      .step("d", {
        dependsOn: ["a"],
        skipWith: ["b"],
        when: ({ stepSpan }) => stepSpan("a").output > 0,
        params: { c: ({ stepSpan }) => stepSpan("c").output },
        run: ({ c }) => c,
      });
    expect(plan.edges.map(({ from, kind, option, parameter }) => [from, kind, option, parameter])).toEqual([
      ["a", "order", "dependsOn", null],
      ["b", "order", "skipWith", null],
      ["a", "guard", null, null],
      ["c", "data", null, "c"],
    ]);
    expect(graph.inNeighbors("d")).toEqual(["a", "b", "c"]);
    expect(graph).not.toBe(plan.graph);
  });

  it("keeps warnings for names that only the source of a lambda shows", () => {
    const built = (workflow("report") as AnyWorkflow).step("a", {
      params: { x: ({ stepSpan, input }) => (input === "never" ? stepSpan("b").output : 1) },
      run,
    });
    const messages = built.plan.warnings.map(({ step, parameter }) => [step, parameter]);
    expect(messages).toEqual([["a", "x"]]);
  });
});

describe("returns", () => {
  const base = workflow("report").step("first", { run });

  it("keeps the lambda with its reads, whatever steps follow", () => {
    const { plan } = base.returns(({ stepSpan }) => stepSpan("first").output).step("second", { run });
    expect(plan.returns?.reads).toEqual([{ step: "first", path: ["output"], certainty: "required", mode: "plain" }]);
    expect(plan.steps).toHaveLength(2);
  });

  it("is written once", () => {
    const twice = base.returns(() => 1) as unknown as { returns(lambda: unknown): unknown };
    expect(() => twice.returns(() => 2)).toThrow(
      new DefinitionError('Workflow "report" has returns already. Write it once.'),
    );
  });

  it("takes a lambda", () => {
    const unchecked = base as unknown as { returns(lambda: unknown): unknown };
    expect(() => unchecked.returns("first")).toThrow(
      new DefinitionError('Workflow "report" got "first" as returns. Give a lambda.'),
    );
    expect(() => unchecked.returns(async () => 1)).toThrow(
      new DefinitionError(
        'The returns lambda of workflow "report" is async. A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.',
      ),
    );
  });

  it("reads steps of the workflow only", () => {
    const any: AnyWorkflow = base;
    expect(() => any.returns(({ stepSpan }) => stepSpan("frist").output)).toThrow(
      new DefinitionError(
        'The returns lambda of workflow "report" reads "frist", but there is no earlier step of that name. Did you mean "first"?',
      ),
    );
  });

  it("is not taken for a step of the name returns", () => {
    const any: AnyWorkflow = base;
    expect(() => any.returns(({ stepSpan }) => stepSpan("returns").output)).toThrow(
      new DefinitionError(
        'The returns lambda of workflow "report" reads "returns", but there is no earlier step of that name. Correct the name, or write that step before this one.',
      ),
    );
    const { warnings } = any.returns(({ stepSpan, input }) => (input === 5 ? stepSpan("frist").output : 1)).plan;
    expect(warnings).toEqual([
      {
        step: null,
        parameter: null,
        message:
          'The returns lambda of workflow "report" may read "frist", but there is no earlier step of that name. Did you mean "first"?',
      },
    ]);
  });
});
