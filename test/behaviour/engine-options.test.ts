import { createEngine, DefinitionError, type EngineOptions } from "@stepspan/engine";
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
        'createEngine got the unknown option "concurency". Its options are concurrency, queues, store, observers, clock, gracePeriod, resources, workflows, classes.',
      ),
    );
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
