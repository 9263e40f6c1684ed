import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lambdaOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { defineEvent } from "../define-event.ts";
import { configOf } from "./config-of.ts";
import { workflowFromConfig } from "./workflow-from-config.ts";

const parts = {
  handlers: {
    load: () => 1,
    joined: (items: readonly unknown[]) => items.length,
    stateOf: () => ({}),
    keep: () => {},
    keyOf: () => "k",
  },
  conditions: { isDone: () => true, isMine: () => true },
  lambdas: { listOf: () => [1] },
  schemas: {
    "approval.event": z.object({ ok: z.boolean() }),
    "child/input": z.object({ n: z.number() }),
    "child/flowState": z.object({}),
    "each/input": z.object({ n: z.number() }),
    state: z.object({ count: z.number() }),
    flowState: z.object({ total: z.number() }),
  },
};

const child = {
  format: "stepspan-workflow",
  version: 1,
  name: "child",
  steps: [{ name: "a", kind: "step", handler: "load", params: { n: { scope: "input", path: ["n"] } } }],
};

function configWith(...steps: readonly object[]) {
  return { format: "stepspan-workflow", version: 1, name: "w", steps };
}

const again = (config: object) => configOf(workflowFromConfig(JSON.parse(JSON.stringify(config)), parts).plan);

/** A configuration without its edges, nested ones included. */
function withoutEdges(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config, (key, value: unknown) => (key === "edges" ? undefined : value)));
}

const load = { name: "load", kind: "step", handler: "load" };

const forms: readonly (readonly [kind: string, ...steps: readonly object[]])[] = [
  [
    "map",
    load,
    {
      name: "each",
      kind: "map",
      handler: "load",
      over: { step: "load", path: ["output", "items"] },
      concurrency: 2,
      params: { id: { scope: "item", path: ["id"] }, at: { scope: "index", path: [] } },
      continueOnError: true,
    },
  ],
  ["step that is memoised", { name: "price", kind: "step", handler: "load", cache: {} }],
  [
    "map and loop that are memoised, by a key",
    {
      name: "each",
      kind: "map",
      handler: "load",
      over: { constant: [1] },
      concurrency: 1,
      cache: { key: "keyOf", ttl: 500, version: "2" },
    },
    {
      name: "again",
      kind: "loop",
      handler: "load",
      until: { condition: "isDone" },
      maxIterations: 3,
      cache: { key: "keyOf" },
    },
  ],
  [
    "map over a constant",
    { name: "each", kind: "map", handler: "load", over: { constant: [1, 2] }, concurrency: "unlimited" },
  ],
  ["map over a named list", { name: "each", kind: "map", handler: "load", over: { lambda: "listOf" }, concurrency: 1 }],
  [
    "map of a workflow",
    {
      name: "each",
      kind: "map",
      workflow: { ...child, options: { input: "each/input" } },
      over: { constant: [] },
      concurrency: "unlimited",
      params: { n: { constant: 1 } },
    },
  ],
  [
    "map of a workflow that captures",
    {
      name: "each",
      kind: "map",
      workflow: child,
      capture: { state: "stateOf", resources: { db: "database" } },
      over: { constant: [] },
      concurrency: "unlimited",
    },
  ],
  [
    "loop of a workflow that captures",
    {
      name: "again",
      kind: "loop",
      workflow: child,
      capture: { resources: { db: "database" } },
      until: { condition: "isDone" },
      maxIterations: 3,
    },
  ],
  [
    "on that runs a workflow that captures",
    {
      name: "listen",
      kind: "on",
      workflow: child,
      capture: { state: "stateOf" },
      event: { name: "progress" },
      concurrency: 1,
      capacity: 10,
    },
  ],
  [
    "loop",
    {
      name: "again",
      kind: "loop",
      handler: "load",
      collect: "joined",
      until: { condition: "isDone" },
      maxIterations: 3,
      params: { last: { scope: "previous", path: ["text"], otherwise: "" } },
    },
  ],
  [
    "loop until a value",
    { name: "again", kind: "loop", handler: "load", until: { scope: "output", path: ["done"] }, maxIterations: 3 },
  ],
  ["race", load, { ...load, name: "other" }, { name: "first", kind: "race", of: ["load", "other"] }],
  [
    "wait",
    load,
    {
      name: "answer",
      kind: "wait",
      event: { name: "approval", schema: "approval.event" },
      where: "isMine",
      timeout: 60_000,
      dependsOn: ["load"],
    },
  ],
  ["sleep", load, { name: "rest", kind: "sleep", duration: 1000, dependsOn: ["load"] }],
  [
    "on",
    {
      name: "listen",
      kind: "on",
      handler: "load",
      event: { name: "progress" },
      concurrency: "unlimited",
      capacity: 10,
      params: { at: { scope: "event", path: ["at"] } },
    },
  ],
];

const subflow = {
  name: "child",
  kind: "subflow",
  workflow: { ...child, options: { input: "child/input", flowState: "child/flowState" } },
  params: { n: { constant: 1 } },
  capture: { state: "stateOf", flowState: "stateOf", resources: { db: "database" } },
  writeBack: { output: "joined", state: "keep", flowState: "keep" },
};

describe("the configuration of each kind of step", () => {
  it.each(forms.map(([kind, ...steps]) => ({ kind, steps })))(
    "gives the same kind of step again: $kind",
    ({ steps }) => {
      const config = configWith(...steps);
      expect(withoutEdges(again(config))).toEqual(config);
    },
  );

  it("gives the same kind of step again: subflow", () => {
    const config = { ...configWith(subflow), options: { state: "state", flowState: "flowState" } };
    expect(withoutEdges(again(config))).toEqual(config);
  });

  it("gives default resources again", () => {
    const config = { ...configWith(load), options: { resources: { db: "db" } } };
    const resources = { db: { name: "db" } };
    const built = workflowFromConfig(config, { ...parts, resources });
    expect(built.plan.resources).toEqual(resources);
    expect(withoutEdges(configOf(built.plan))).toEqual(config);
  });

  it("keeps state, flow state and what becomes of events", () => {
    const options = { unhandledEvents: "error", state: "state", flowState: "flowState" };
    const step = { ...load, params: { n: { constant: 1 } }, keepInState: ["n"] };
    const config = { ...configWith(step), options };
    expect(withoutEdges(again(config))).toEqual(config);
  });

  it("writes a workflow as a step with all that crosses its border", () => {
    const { handlers, schemas } = parts;
    const inner = workflowOf([stepOf("a", { run: handlers.load })], { name: "child", input: schemas["child/input"] });
    const outer = workflowOf(
      [
        stepOf("child", {
          form: {
            kind: "single",
            body: {
              kind: "workflow",
              subflow: {
                plan: inner.plan,
                captureState: handlers.stateOf,
                captureFlowState: handlers.stateOf,
                captureResources: new Map([["db", "database"]]),
                writeBackState: handlers.keep,
                writeBackFlowState: handlers.keep,
                output: handlers.joined as never,
              },
            },
          },
        }),
      ],
      { name: "w" },
    );
    const { params: _params, ...written } = subflow;
    const { params: _nested, ...step } = child.steps[0]!; // there is one
    expect(withoutEdges(configOf(outer.plan))).toEqual(
      configWith({ ...written, workflow: { ...child, options: { input: "child/input" }, steps: [step] } }),
    );
  });

  it("names functions of nested workflows with the steps that lead to them", () => {
    const inner = workflowOf([stepOf("b", { run: () => 1, when: lambdaOf(() => 1 > 0) })]);
    const body = { ...bare, plan: inner.plan };
    const outer = workflowOf([stepOf("a", { form: { kind: "single", body: { kind: "workflow", subflow: body } } })]);
    expect(() => configOf(outer.plan)).toThrow('- step "a", step "b", run: the function is named only after');
  });

  it("refuses two schemas for one event", () => {
    const wait = (name: string) => ({ name, event: defineEvent("approval", z.string()) });
    const waits = [wait("a"), wait("b")].map(({ name, event }) =>
      stepOf(name, { form: { kind: "wait", event, where: null, timeoutMs: null } }),
    );
    expect(() => configOf(workflowOf(waits).plan)).toThrow(
      'step "b", event: another schema has the name "approval.event" too, at step "a", event. Rename one of them.',
    );
  });

  it("gives default resources names", () => {
    const resources = { db: {}, log: {} };
    const config = configOf(workflowOf([stepOf("a", { run: parts.handlers.load })], { resources }).plan);
    expect(config.options).toEqual({ resources: { db: "db", log: "log" } });
  });
});

const bare = {
  captureState: null,
  captureFlowState: null,
  captureResources: new Map<string, string>(),
  writeBackState: null,
  writeBackFlowState: null,
  output: null,
};
