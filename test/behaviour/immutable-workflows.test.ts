import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";

describe("a workflow", () => {
  it("never changes: every method gives a new one and leaves the old one as it was", async () => {
    const base = workflow("base").step("a", { run: () => 1 });
    const left = base.step("b", { params: { a: ({ stepSpan }) => stepSpan("a").output }, run: ({ a }) => a + 1 });
    const right = base.step("b", { run: () => "another b" });
    const returning = base.returns(({ stepSpan }) => [stepSpan("a").output]);
    const engine = createEngine();
    expect((await engine.run(base)).output).toBe(1);
    expect((await engine.run(left)).output).toBe(2);
    expect((await engine.run(right)).output).toBe("another b");
    expect((await engine.run(returning)).output).toEqual([1]);
    expect(base.plan.steps).toHaveLength(1);
  });

  it("that refused a step has no trace of it", async () => {
    const base = workflow("base").step("a", { run: () => 1 });
    expect(() => base.step("b", { run: () => 1, dependsOn: ["missing" as "a"] })).toThrow(DefinitionError);
    expect(base.plan.steps.map(({ name }) => name)).toEqual(["a"]);
    const good = base.step("b", { run: () => 2, dependsOn: ["a"] });
    expect((await createEngine().run(good)).output).toBe(2);
  });

  it("can run many times at once, each run on its own", async () => {
    const engine = createEngine();
    const double = workflow("double").step("only", {
      params: { value: ({ input }) => input as number },
      run: async ({ value }) => {
        await turn();
        return 2 * value;
      },
    });
    const runs = await Promise.all([1, 2, 3].map((value) => engine.run(double, value)));
    expect(runs.map(({ output }) => output)).toEqual([2, 4, 6]);
  });
});
