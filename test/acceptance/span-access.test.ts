import {
  createEngine,
  currentSpan,
  DefinitionError,
  getRunContext,
  parentSpan,
  type StepContext,
  stepSpan,
  workflow,
} from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { goOn, journeys } from "../support/journeys.ts";
import { begin, causeOf, ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** Stands for a library that is called somewhere below a step. */
async function deepBelow(): Promise<unknown> {
  await turn();
  return [currentSpan().name, currentSpan().path, parentSpan().name, stepSpan("load").output];
}

const loaded = workflow("report").step("load", {
  run: (_, { span }) => {
    span.set("source", "cache");
    return { rows: [1, 2] };
  },
});

describe("current, parent and sibling access", () => {
  describe.each(journeys)("%s", (_name, travel) => {
    it("reads spans in parameter lambdas, by their scope and by the exported functions", async () => {
      const report = loaded.wait("pause", { event: goOn, dependsOn: ["load"] }).step("sum", {
        dependsOn: ["pause"],
        params: {
          rows: ({ stepSpan }) => stepSpan("load").output.rows,
          source: () => stepSpan("load").vars.source as string,
          parent: ({ parentSpan }) => [parentSpan.name, parentSpan.input] as unknown[],
          own: () => [currentSpan().name, currentSpan().status, parentSpan().path],
        },
        run: (params) => params,
      });
      const run = await travel(report, { input: { day: "2026-11-20" } });
      expect(run.output).toEqual({
        rows: [1, 2],
        source: "cache",
        parent: ["report", { day: "2026-11-20" }],
        own: ["sum", "waiting", ""],
      });
    });

    it("reads spans in bodies and in all that they call and await", async () => {
      const report = loaded.wait("pause", { event: goOn, dependsOn: ["load"] }).step("sum", {
        dependsOn: ["pause"],
        params: { factor: 2 },
        run: async () => [await deepBelow(), currentSpan().input],
      });
      expect((await travel(report)).output).toEqual([["sum", "sum", "report", { rows: [1, 2] }], { factor: 2 }]);
    });

    it("reads in an item its own span, and the siblings of its map", async () => {
      const report = loaded.wait("pause", { event: goOn, dependsOn: ["load"] }).map("each", {
        over: ({ stepSpan }) => stepSpan("load").output.rows,
        params: { row: ({ item }) => item, path: () => currentSpan().path },
        run: async ({ path }) => [path, await deepBelow()],
        dependsOn: ["pause"],
      });
      expect((await travel(report)).output).toEqual([
        ["each[0]", ["each[0]", "each[0]", "report", { rows: [1, 2] }]],
        ["each[1]", ["each[1]", "each[1]", "report", { rows: [1, 2] }]],
      ]);
    });

    it("reads in a child run its own steps, and as its parent the child run itself", async () => {
      const child = workflow("child")
        .step("load", { run: () => "of the child" })
        .wait("pause", { event: goOn, dependsOn: ["load"] })
        .step("look", {
          dependsOn: ["pause"],
          run: async () => [await deepBelow(), parentSpan().input, parentSpan().id === getRunContext().runId],
        });
      const below = workflow("child")
        .step("load", { run: () => "of the child" })
        .step("look", { dependsOn: ["load"], run: async () => [await deepBelow(), parentSpan().input] });
      const report = loaded
        .map("children", {
          over: ({ stepSpan }) => stepSpan("load").output.rows.slice(0, 1),
          params: { row: ({ item }) => item },
          run: child,
        })
        .subflow("below", { workflow: below, params: { row: 2 } });
      const run = await travel(report);
      expect(run.span("below").output).toEqual([["look", "below/look", "child", "of the child"], { row: 2 }]);
      expect(run.span("children").output).toEqual([
        [["look", "children[0]/look", "child", "of the child"], { row: 1 }, true],
      ]);
      expect(run.spanAt("children[0]/look").parentId).toBe(run.spanAt("children[0]").id);
      expect(run.spanAt("children[0]").parentId).toBe(run.span("children").id);
      expect(run.span("children").parentId).toBe(run.rootSpan.id);
    });
  });

  it("keeps those apart that run at the same time", async () => {
    const steps = createHeldSteps();
    const seen: string[] = [];
    const look = (name: string) => async (params: object, context: StepContext) => {
      const held = steps.held(name);
      seen.push(currentSpan().name);
      await held(params, context);
      seen.push(currentSpan().name);
    };
    const trial = await begin(
      workflow("w")
        .step("a", { run: look("a") })
        .step("b", { run: look("b") }),
    );
    await steps.succeed("b");
    await steps.succeed("a");
    await trial.end();
    expect(seen).toEqual(["a", "b", "b", "a"]);
  });

  it("refuses a sibling that may not have settled", async () => {
    await using engine = createEngine();
    const run = await ended(engine.run(loaded.step("hasty", { run: () => stepSpan("load").output })));
    expect(causeOf(run, "hasty").message).toBe(
      'Step "hasty" reads "load" in its run function, but does not depend on it. Add dependsOn: ["load"] to step "hasty", or read it in a parameter.',
    );
  });

  it("refuses in a child run the steps of its parent", async () => {
    await using engine = createEngine();
    const child = workflow("child").step("look", { run: () => stepSpan("load").output });
    const report = loaded.map("children", {
      over: [1],
      params: { row: ({ item }) => item },
      run: child,
      dependsOn: ["load"],
    });
    const run = await ended(engine.run(report));
    expect(run.spanAt("children[0]/look").error?.cause).toEqual(
      new DefinitionError('Step "look" reads "load", but workflow "child" has no step of that name.'),
    );
  });
});
