import { workflow } from "@stepspan/dsl";
import {
  createEngine,
  currentSpan,
  DefinitionError,
  getRunContext,
  parentSpan,
  type Span,
  stepSpan,
} from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";

const fetched = workflow("bodies").step("fetch", { run: () => ({ items: [1, 2] }) });

describe("currentSpan, parentSpan and getRunContext", () => {
  it("give in a body the span of the step, that of the run, and the run", async () => {
    const seen: Record<string, unknown> = {};
    await createEngine().run(
      workflow("bodies").step("only", {
        params: { day: "Friday" },
        run: async () => {
          await turn();
          const { name, status, input }: Span = currentSpan();
          const { runId, workflow: flow, input: given } = getRunContext();
          Object.assign(seen, { name, status, input, parent: parentSpan().name, runId, flow, given });
        },
      }),
      { given: true },
      { runId: "order 7" },
    );
    expect(seen).toEqual({
      name: "only",
      status: "running",
      input: { day: "Friday" },
      parent: "bodies",
      runId: "order 7",
      flow: "bodies",
      given: { given: true },
    });
  });

  it("give in a lambda the step's own span, that of the run, and input and spans", async () => {
    const run = await createEngine().run(
      fetched.step("only", {
        params: {
          facts: () => [
            currentSpan().name,
            parentSpan().name,
            getRunContext().workflow,
            getRunContext().input,
            stepSpan("fetch").name,
          ],
        },
        run: ({ facts }) => facts,
      }),
      { given: true },
    );
    expect(run.output).toEqual(["only", "bodies", "bodies", { given: true }, "fetch"]);
  });

  it("keep runs apart that are open at the same time", async () => {
    const engine = createEngine();
    const slow = workflow("bodies").step("only", {
      run: async () => {
        const before = getRunContext().runId;
        await turn();
        return [before, getRunContext().runId];
      },
    });
    const runs = await Promise.all(["a", "b", "c"].map((runId) => engine.run(slow, undefined, { runId })));
    expect(runs.map(({ output }) => output)).toEqual([
      ["a", "a"],
      ["b", "b"],
      ["c", "c"],
    ]);
  });

  it("go to the inner run in a run that a step starts, and to the outer one behind it", async () => {
    const engine = createEngine();
    const inner = workflow("inner").step("deep", { run: () => currentSpan().name });
    const run = await engine.run(
      workflow("outer").step("starter", {
        run: async () => [currentSpan().name, (await engine.run(inner)).output, currentSpan().name],
      }),
    );
    expect(run.output).toEqual(["starter", "deep", "starter"]);
  });

  it.each([
    ["stepSpan", () => stepSpan("fetch")],
    ["currentSpan", () => currentSpan()],
    ["parentSpan", () => parentSpan()],
    ["getRunContext", () => getRunContext()],
  ])("throw outside of a run: %s", (name, call) => {
    expect(call).toThrow(
      new DefinitionError(
        `${name}() was called outside of a run. Call it in a parameter lambda, in a guard, or in a function that a step calls.`,
      ),
    );
  });
});
