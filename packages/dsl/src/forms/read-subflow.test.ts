import { DefinitionError, type StepDefinition, type Subflow } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { workflow } from "../workflow.ts";

const run = () => 1;
const until = () => true;
const child = workflow("billing", {
  input: z.object({ order: z.string(), rush: z.boolean().optional() }),
  state: z.object({ items: z.array(z.number()), rate: z.number() }),
  flowState: z.object({ count: z.number() }),
}).step("sum", { run: () => ({ total: 5 }) });
const base = workflow("order", {
  state: z.object({ cart: z.object({ items: z.array(z.number()) }), total: z.number() }),
  flowState: z.object({ sales: z.number() }),
}).step("open", { run: () => "o1" });
const bare = workflow("bare").step("one", { run });

interface Unchecked {
  subflow(name: string, options?: object): typeof base;
}

/** What the compiler refuses is checked at run time too. */
function define(options?: object, parent: object = base): StepDefinition {
  return (parent as Unchecked).subflow("bill", options).plan.steps.at(-1)!;
}

function subflowOf({ form }: StepDefinition): Subflow {
  const body = "body" in form ? form.body : null;
  if (body?.kind !== "workflow") throw new Error("no sub-workflow");
  return body.subflow;
}

describe("a sub-workflow", () => {
  it("is a step that runs a workflow", () => {
    const built = base.subflow("bill", {
      workflow: child,
      params: { order: ({ stepSpan }) => stepSpan("open").output, rush: true },
      dependsOn: ["open"],
    });
    const definition = built.plan.steps.at(-1)!;
    expect(definition).toMatchObject({ name: "bill", dependsOn: ["open"], retry: { attempts: 1 }, timeoutMs: null });
    expect(definition.form).toMatchObject({ kind: "single", body: { kind: "workflow" } });
    expect(definition.params.map(({ name }) => name)).toEqual(["order", "rush"]);
    expect(subflowOf(definition)).toEqual({
      plan: child.plan,
      captureState: null,
      captureFlowState: null,
      captureResources: new Map(),
      writeBackState: null,
      writeBackFlowState: null,
      output: null,
    });
    expect(built.plan.edgesTo(1)).toMatchObject([{ option: "dependsOn" }, { from: "open", parameter: "order" }]);
    expect(built.graph.getNodeAttribute("bill", "kind")).toBe("subflow");
  });

  it("keeps functions that carry values across", () => {
    const functions = { state: () => ({}), flowState: () => ({}) };
    const back = { output: () => 5, state: () => undefined, flowState: () => undefined };
    const subflow = subflowOf(define({ workflow: child, capture: functions, writeBack: back }));
    expect(subflow).toMatchObject({ captureState: functions.state, captureFlowState: functions.flowState });
    expect(subflow).toMatchObject({
      writeBackState: back.state,
      writeBackFlowState: back.flowState,
      output: back.output,
    });
  });

  it("makes such functions of paths", () => {
    const subflow = subflowOf(
      define({
        workflow: child,
        capture: { state: { items: "cart.items" }, flowState: { count: "sales" } },
        writeBack: { state: { total: "output.total" }, flowState: { sales: "output.total" } },
      }),
    );
    expect(subflow.captureState?.({ cart: { items: [1] } })).toEqual({ items: [1] });
    expect(subflow.captureFlowState?.({ sales: 3 })).toEqual({ count: 3 });
    const draft = {};
    subflow.writeBackState?.(draft, { output: { total: 7 } });
    subflow.writeBackFlowState?.(draft, { output: { total: 9 } });
    expect(draft).toEqual({ total: 7, sales: 9 });
  });

  it("captures resources by their names, or under others", () => {
    expect(subflowOf(define({ workflow: bare, capture: { resources: ["db", "log"] } })).captureResources).toEqual(
      new Map([
        ["db", "db"],
        ["log", "log"],
      ]),
    );
    const renamed = subflowOf(define({ workflow: bare, capture: { resources: { db: "orderDb" } } }));
    expect(renamed.captureResources).toEqual(new Map([["db", "orderDb"]]));
  });

  it("has the conditions of a step", () => {
    const options = { when: () => true, skipWith: ["open"], continueOnError: true };
    expect(define({ workflow: bare, ...options })).toMatchObject({ skipWith: ["open"], continueOnError: true });
    expect(define({ workflow: bare, always: true, dependsOn: ["open"] }).always).toBe(true);
  });

  it("is frozen", () => {
    const definition = define({ workflow: bare });
    expect([definition.form, subflowOf(definition)].map(Object.isFrozen)).toEqual([true, true]);
  });
});

describe("a sub-workflow is refused for", () => {
  const step = 'Step "bill" of workflow "order"';
  const onItsSteps = "Write it on the steps of the workflow that it runs.";

  it.each([
    ["no options", undefined, "got undefined in place of its options. Give an object."],
    ["no workflow", {}, 'got undefined as workflow. Give a workflow, made with workflow("name").'],
    [
      "what is no workflow",
      { workflow: run },
      'got a function as workflow. Give a workflow, made with workflow("name").',
    ],
    [
      "a run",
      { workflow: bare, run },
      "is a sub-workflow, so it cannot have run. Give the workflow that it runs as workflow.",
    ],
    ["retries", { workflow: bare, retry: {} }, `is a sub-workflow, so it cannot have retry. ${onItsSteps}`],
    ["a queue", { workflow: bare, queue: "q" }, `is a sub-workflow, so it cannot have queue. ${onItsSteps}`],
    ["a pool", { workflow: bare, pool: "gpu" }, `is a sub-workflow, so it cannot have pool. ${onItsSteps}`],
    ["a priority", { workflow: bare, priority: 1 }, `is a sub-workflow, so it cannot have priority. ${onItsSteps}`],
    [
      "a timeout",
      { workflow: bare, timeout: 5 },
      "is a sub-workflow, so it cannot have timeout. Write it as an option of the workflow that it runs: there it limits the whole child run.",
    ],
    [
      "an input schema",
      { workflow: bare, input: z.object({}) },
      "is a sub-workflow, so it cannot have input. Write it as an option of the workflow that it runs: there it parses what params give.",
    ],
    [
      "an output schema",
      { workflow: bare, output: z.object({}) },
      "is a sub-workflow, so it cannot have output. Write it as an option of the workflow that it runs: there it parses what the workflow returns.",
    ],
    [
      "an unknown option",
      { workflow: bare, over: [] },
      'got the unknown option "over". Its options are workflow, params, capture, writeBack, estimate, when, dependsOn, skipWith, always, continueOnError.',
    ],
    [
      "a capture that is no object",
      { workflow: bare, capture: ["db"] },
      'got an array as capture. Give an object such as { state: { count: "count" } }.',
    ],
    [
      "an unknown capture",
      { workflow: bare, capture: { states: {} } },
      'got the unknown option "capture.states". Did you mean "state"?',
    ],
    [
      "an async capture",
      { workflow: bare, capture: { state: async () => ({}) } },
      'got an async function as capture.state. Give a function that is not async, or paths such as { "to.path": "from.path" }.',
    ],
    [
      "a resource written back",
      { workflow: bare, writeBack: { resources: ["db"] } },
      "has writeBack.resources, but resources cannot be written back: they belong to whoever made them. Remove it, and let the workflow return what the parent needs.",
    ],
    [
      "an output of the write-back that is no function",
      { workflow: bare, writeBack: { output: "output.total" } },
      'got "output.total" as writeBack.output. Give a function that makes the step\'s output of what the workflow returned, at once.',
    ],
    [
      "conflicting paths",
      { workflow: child, writeBack: { state: { cart: "output", "cart.items": "output.items" } } },
      'writes to "cart" and to "cart.items" in writeBack.state, but one lies within the other. Write to one of the two.',
    ],
    [
      "a source that the parent does not declare",
      { workflow: child, capture: { state: { items: "crat.items" } } },
      'has the path "crat.items" in capture.state, but the state of workflow "order" has no "crat". Did you mean "cart"?',
    ],
    [
      "a target that the child does not declare",
      { workflow: child, capture: { state: { everything: "cart" } } },
      'has the path "everything" in capture.state, but the state of workflow "billing" has no "everything". Declare it there with the option state.',
    ],
    [
      "a target that the parent does not declare",
      { workflow: child, writeBack: { flowState: { sale: "output.total" } } },
      'has the path "sale" in writeBack.flowState, but the flow state of workflow "order" has no "sale". Did you mean "sales"?',
    ],
    [
      "a source that is not of the output",
      { workflow: child, writeBack: { state: { total: "total" } } },
      'has the source "total" in writeBack.state. Begin it with "output", which is what workflow "billing" returns.',
    ],
    [
      "a flow state that the child does not have",
      { workflow: bare, capture: { flowState: { count: "sales" } } },
      'has capture.flowState, but workflow "bare" has no flow state. Declare it there with the option flowState.',
    ],
    [
      "resources that are no names",
      { workflow: bare, capture: { resources: [5] } },
      "has 5 as a name in capture.resources. Give the name of a resource.",
    ],
    [
      "a resource listed twice",
      { workflow: bare, capture: { resources: ["db", "db"] } },
      'lists "db" twice in capture.resources. List it once.',
    ],
    [
      "resources in a text",
      { workflow: bare, capture: { resources: "db" } },
      'got "db" as capture.resources. Give a list of names such as ["db"], or an object such as { db: "parentDb" }.',
    ],
  ])("%s", (_, options, message) => {
    expect(() => define(options)).toThrow(new DefinitionError(`${step} ${message}`));
  });

  it("flow state that the parent does not have", () => {
    for (const [options, name] of [
      [{ capture: { flowState: () => ({}) } }, "capture.flowState"],
      [{ writeBack: { flowState: () => undefined } }, "writeBack.flowState"],
    ] as const) {
      expect(() => define({ workflow: child, ...options }, bare)).toThrow(
        new DefinitionError(
          `Step "bill" of workflow "bare" has ${name}, but workflow "bare" has no flow state. Declare it there with the option flowState.`,
        ),
      );
    }
  });
});

describe("paths into a state", () => {
  it("lead anywhere if it declares nothing, or takes other names too", () => {
    const loose = workflow("loose", { state: z.looseObject({ a: z.number() }) });
    expect(() => define({ workflow: bare, capture: { state: { any: "thing" } } }, loose)).not.toThrow();
    expect(() => define({ workflow: loose, capture: { state: { any: "thing" } } }, bare)).not.toThrow();
  });
});

describe("a workflow as the body of another kind of step", () => {
  it("crosses with nothing but its input and its output, unless it captures", () => {
    const built = base.map("each", { over: [1], run: bare }).loop("again", { run: bare, until, maxIterations: 2 });
    for (const step of built.plan.steps.slice(1)) {
      expect(subflowOf(step)).toMatchObject({ plan: bare.plan, captureState: null, output: null });
    }
  });
});
