import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { configOf } from "./config-of.ts";
import { workflowFromConfig } from "./workflow-from-config.ts";

const step = { name: "a", kind: "step", handler: "load" };
const handlers = { load: () => 1 };

/** A configuration with these steps. */
function configWith(steps: readonly unknown[], rest: object = {}): unknown {
  return { format: "stepspan-workflow", version: 1, name: "w", steps, ...rest };
}

function refusal(config: unknown, parts: object = { handlers }): string {
  try {
    workflowFromConfig(config, parts);
  } catch (error) {
    return String(error);
  }
  return "nothing was refused";
}

describe("a workflow built from its configuration", () => {
  it("runs", async () => {
    const config = configWith(
      [
        { ...step, params: { day: { scope: "input", path: ["day"] } } },
        {
          ...step,
          name: "b",
          params: { list: { step: "a", path: ["output"] }, limit: { constant: 1 } },
          handler: "cut",
        },
        { ...step, name: "c", when: { condition: "never" } },
      ],
      { returns: { lambda: "summary" }, options: { input: "input" } },
    );
    const built = workflowFromConfig(JSON.parse(JSON.stringify(config)), {
      handlers: {
        load: ({ day }: { day: string }) => [day, day],
        cut: ({ list, limit }: { list: readonly string[]; limit: number }) => list.slice(0, limit),
      },
      conditions: { never: () => false },
      lambdas: {
        summary: ({ stepSpan }: { stepSpan: (name: string, options?: object) => { output: unknown } | null }) => [
          stepSpan("b")?.output,
          stepSpan("c", { default: null })?.output ?? "skipped",
        ],
      },
      schemas: { input: z.object({ day: z.string() }) },
    });
    await using engine = createEngine();
    const run = await engine.run(built as never, { day: "monday" } as never);
    expect(run.output).toEqual([["monday"], "skipped"]);
  });

  it("takes no notice of the edges, and finds them anew", () => {
    const config = configWith([step, { ...step, name: "b", params: { x: { step: "a", path: [] } } }], {
      edges: "none",
    });
    expect(configOf(workflowFromConfig(config, { handlers }).plan).edges).toMatchObject([{ from: "a", to: "b" }]);
  });

  it("needs no more than its parts, and takes no notice of others", () => {
    expect(refusal(configWith([step]), { handlers: { ...handlers, other: () => 1 } })).toBe("nothing was refused");
    expect(refusal(configWith([step]), { handlers: Object.assign(Object.create(null), handlers) })).toBe(
      "nothing was refused",
    );
  });
});

describe("parts of a configuration that are missing", () => {
  it("are all named, with a suggestion", () => {
    const config = configWith(
      [
        { ...step, params: { x: { lambda: "x of" } }, retry: { when: "isOpen" }, when: { condition: "isOpen" } },
        { ...step, name: "b", handler: "lood", input: "b.input" },
      ],
      { options: { resources: { db: "db" } } },
    );
    const parts = { handlers, conditions: { isOpen: 1 }, schemas: { "b.input": {} } };
    expect(refusal(config, parts)).toBe(
      [
        'DefinitionError: The configuration of workflow "w" needs 5 parts that are not among those given:',
        "- resources.db, for options.resources.db.",
        '- lambdas["x of"], for steps[0].params.x.lambda.',
        "- conditions.isOpen, for steps[0].when.condition: it is 1. Give a function.",
        '- handlers.lood, for steps[1].handler. Did you mean "load"?',
        '- schemas["b.input"], for steps[1].input: it is an object. Give a schema of zod 4.',
      ].join("\n"),
    );
  });

  it("are not found in prototypes", () => {
    expect(refusal(configWith([{ ...step, handler: "toString" }]))).toContain(
      "- handlers.toString, for steps[0].handler.",
    );
    expect(refusal(configWith([{ ...step, handler: "constructor" }]))).toContain("handlers.constructor");
  });

  it("are asked for by kinds that there are", () => {
    expect(refusal(configWith([step]), { handler: handlers })).toBe(
      'DefinitionError: workflowFromConfig() got the unknown option "handler". Did you mean "handlers"?',
    );
  });
});

const mistakes: readonly (readonly [what: string, config: unknown, message: string])[] = [
  ["a text", "{}", 'The configuration is "{}". Give what JSON.parse makes of the text.'],
  ["nothing", null, "The configuration is null. Give an object."],
  ["a list", [], "The configuration is an array. Give an object."],
  ["other JSON", {}, 'The configuration has no "format". Add it.'],
  [
    "another format",
    { format: "x" },
    'The configuration has "x" at format. Give the configuration of a workflow: its format is "stepspan-workflow".',
  ],
  [
    "another version",
    { format: "stepspan-workflow", version: 2, stages: [] },
    "The configuration has the format version 2, and this release reads version 1. Write it again with this release, or read it with the one that wrote it.",
  ],
  ["an unknown key", configWith([], { step: 1 }), 'The configuration has the unknown step. Did you mean "steps"?'],
  [
    "a prototype key",
    JSON.parse('{"__proto__":{}}'),
    'The configuration has the key "__proto__" at its top. Leave it out.',
  ],
  ["no steps", { format: "stepspan-workflow", version: 1, name: "w" }, 'The configuration has no "steps". Add it.'],
  ["steps that are no list", configWith({} as never), "The configuration has an object at steps. Give a list."],
  ["a step without a kind", configWith([{ name: "a" }]), 'The configuration has no "kind" at steps[0]. Add it.'],
  [
    "an unknown kind",
    configWith([{ ...step, kind: "mapp" }]),
    'The configuration has "mapp" at steps[0].kind. Give one of "step", "subflow", "map", "loop", "on", "race", "wait", "sleep". Did you mean "map"?',
  ],
  [
    "a step without a handler",
    configWith([{ name: "a", kind: "step" }]),
    'The configuration has no "handler" at steps[0]. Add it.',
  ],
  [
    "what another kind has",
    configWith([{ ...step, over: {} }]),
    "The configuration has the unknown steps[0].over. What can stand there: name, kind, params, when, dependsOn, skipWith, always, continueOnError, retry, timeout, queue, pool, priority, input, output, keepInState, estimate, handler, collect, cache.",
  ],
  [
    "a handler that is no name",
    configWith([{ ...step, handler: 1 }]),
    "The configuration has 1 at steps[0].handler. Give a text.",
  ],
  [
    "a bare constant",
    configWith([{ ...step, params: { limit: 1 } }]),
    "The configuration has 1 at steps[0].params.limit. Give an object.",
  ],
  [
    "a parameter of no kind",
    configWith([{ ...step, params: { limit: {} } }]),
    "The configuration has an object at steps[0].params.limit. Give one of step, scope and lambda.",
  ],
  [
    "a parameter of two kinds",
    configWith([{ ...step, params: { limit: { constant: 1, lambda: "x" } } }]),
    "The configuration has an object at steps[0].params.limit. Beside constant nothing else can stand: remove lambda.",
  ],
  [
    "a constant with a prototype key",
    configWith([{ ...step, params: { limit: { constant: JSON.parse('{"__proto__":1}') } } }]),
    'steps[0].params.limit.constant of the configuration has the key "__proto__". Give plain JSON.',
  ],
  [
    "a prototype key as a parameter",
    configWith([{ ...step, params: JSON.parse('{"__proto__":1}') }]),
    'The configuration has the key "__proto__" at steps[0].params. Leave it out.',
  ],
  [
    "a path into a prototype",
    configWith([{ ...step, params: { x: { scope: "input", path: ["constructor"] } } }]),
    'The configuration has an array at steps[0].params.x.path. The key "constructor" cannot be read by a reference.',
  ],
  [
    "a path that is too long",
    configWith([{ ...step, params: { x: { scope: "input", path: [..."abcdefghi"] } } }]),
    "The configuration has an array at steps[0].params.x.path. A path has at most 8 keys.",
  ],
  [
    "a scope that there is not",
    configWith([{ ...step, params: { x: { scope: "imput", path: [] } } }]),
    'The configuration has "imput" at steps[0].params.x.scope. Give one of "input", "parentSpan", "item", "index", "iteration", "previous", "output", "event". Did you mean "input"?',
  ],
  [
    "a default of the input",
    configWith([{ ...step, params: { x: { scope: "input", path: [], read: "default" } } }]),
    'The configuration has "default" at steps[0].params.x.read. Only what is read of a step has read: remove it.',
  ],
  [
    "a count that is none",
    configWith([{ ...step, retry: { attempts: "many" } }]),
    'The configuration has "many" at steps[0].retry.attempts. Give a number, or "unlimited".',
  ],
  [
    "a body of two kinds",
    configWith([{ ...step, kind: "map", workflow: {}, over: {}, concurrency: 1 }]),
    "The configuration has an object at steps[0].over. Give one of step, scope and lambda.",
  ],
  [
    "two bodies",
    configWith([{ ...step, kind: "map", workflow: {}, over: { lambda: "x" }, concurrency: 1 }]),
    "The configuration has an object at steps[0]. Give one of handler and workflow.",
  ],
  [
    "a capture of a function",
    configWith([{ ...step, kind: "map", handler: "a", capture: {}, over: { lambda: "x" }, concurrency: 1 }]),
    "The configuration has an object at steps[0].capture. It does not go with handler: remove it.",
  ],
  [
    "a collect of a workflow",
    configWith([{ name: "a", kind: "map", workflow: {}, collect: "c", over: { lambda: "x" }, concurrency: 1 }]),
    'The configuration has "c" at steps[0].collect. It does not go with workflow: remove it.',
  ],
  [
    "what the step refuses",
    configWith([step, step]),
    'At steps[1] of the configuration: Workflow "w" has a step named "a" already. Give the new one another name.',
  ],
  [
    "an unknown dependency",
    configWith([step, { ...step, name: "b", dependsOn: ["A"] }]),
    'At steps[1] of the configuration: Step "b" of workflow "w" lists "A" in dependsOn, but there is no earlier step of that name. Did you mean "a"?',
  ],
  [
    "a read of no step",
    configWith([{ ...step, params: { x: { step: "b", path: [] } } }]),
    'At steps[0] of the configuration: Step "a" of workflow "w" reads "b" in parameter "x", but there is no earlier step of that name. Correct the name, or write that step before this one.',
  ],
  [
    "returns of no step",
    configWith([step], { returns: { step: "b", path: [] } }),
    'At returns of the configuration: The returns lambda of workflow "w" reads "b", but there is no earlier step of that name. Correct the name, or write that step before this one.',
  ],
  ["no name", configWith([], { name: "" }), 'workflow() got "" as the name. Give a text that is not empty.'],
];

describe("a configuration that is wrong", () => {
  it.each(mistakes)("is told so: %s", (_what, config, message) => {
    expect(refusal(config)).toBe(`DefinitionError: ${message}`);
  });

  it("may nest workflows without end", () => {
    let config = configWith([]);
    for (let depth = 0; depth < 5000; depth++) config = configWith([{ name: "a", kind: "subflow", workflow: config }]);
    expect(refusal(config)).toMatch(/\.workflow\. Nest workflows at most 100 deep\.$/);
  });
});
