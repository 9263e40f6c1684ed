import { createClassRegistry, createEngine, DefinitionError, type EngineOptions, perRun } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("createEngine", () => {
  it("needs no options", async () => {
    expect((await createEngine().run(workflowOf([stepOf("only")]))).output).toBe("only");
  });

  it.each([
    [{ concurrency: 0 }, "createEngine got the concurrency 0. Give a whole number of at least 1, or Infinity."],
    [{ concurrency: -2 }, "createEngine got the concurrency -2. Give a whole number of at least 1, or Infinity."],
    [{ concurrency: 1.5 }, "createEngine got the concurrency 1.5. Give a whole number of at least 1, or Infinity."],
    [
      { concurrency: Number.NaN },
      "createEngine got the concurrency NaN. Give a whole number of at least 1, or Infinity.",
    ],
    [{ schedule: "longest" as "fifo" }, 'createEngine got "longest" as schedule. Give "fifo" or "critical-path".'],
    [
      { gracePeriod: -1 },
      'createEngine got -1 as gracePeriod. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [
      { gracePeriod: "soon" as "1s" },
      'createEngine got "soon" as gracePeriod. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
  ] satisfies [EngineOptions, string][])("refuses what makes no sense: %o", (options, message) => {
    expect(() => createEngine(options)).toThrow(new DefinitionError(message));
  });

  it("refuses options that it does not know, and names those that it does", () => {
    expect(() => createEngine({ concurency: 8 } as EngineOptions)).toThrow(
      new DefinitionError(
        'createEngine got the unknown option "concurency". Its options are concurrency, schedule, queues, store, observers, clock, gracePeriod, resources, workflows, recover, onMismatch, maxRecoveries, leaseTerm, retention, classes, redact.',
      ),
    );
  });

  it("takes resources by name, workflows of different names, and a registry of classes", () => {
    const steps = [stepOf("only")];
    expect(() =>
      createEngine({
        resources: { db: {}, log: perRun(() => ({})) },
        workflows: [workflowOf(steps, { name: "a" }), workflowOf(steps, { name: "b" })],
        classes: createClassRegistry(),
      }),
    ).not.toThrow();
  });

  it.each<[object, string]>([
    [{ resources: "db" }, 'createEngine got "db" as resources. Give an object that has each resource under its name.'],
    [
      { resources: { "": 1 } },
      'createEngine got "" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.',
    ],
    [
      { workflows: workflowOf([]) },
      "createEngine got an object ([object Object]) as workflows. Give a list: workflows: [report].",
    ],
    [
      { workflows: [workflowOf([]), undefined] },
      "createEngine got undefined as workflows[1]. Give a workflow, as workflow(name) makes it.",
    ],
    [
      { workflows: [workflowOf([]), workflowOf([stepOf("only")])] },
      'createEngine got two workflows named "test". They are found by their names: rename one of them.',
    ],
    [
      { classes: [Date] },
      "createEngine got an object ([object Array]) as classes. Give a registry: const classes = createClassRegistry().",
    ],
  ])("refuses what cannot be used: %#", (options, message) => {
    expect(() => createEngine(options)).toThrow(new DefinitionError(message));
  });

  it("may have no limit at all", async () => {
    const steps = createHeldSteps();
    const names = Array.from({ length: 100 }, (_, index) => `step ${index}`);
    await begin(workflowOf(names.map((name) => stepOf(name, { run: steps.held(name) }))), {
      engine: { concurrency: Infinity },
    });
    expect(steps.open).toHaveLength(100);
  });
});
