import { defineStep, workflow } from "@stepspan/dsl";
import { createEngine, type StepContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";

describe("a step made with defineStep", () => {
  const add = defineStep({ run: ({ left, right }: { left: number; right: number }) => left + right });

  it("is shared by workflows, each with parameters of its own", async () => {
    const engine = createEngine();
    const one = workflow("one").step("sum", { params: { left: 1, right: 2 }, run: add });
    const other = workflow("other").step("total", {
      params: { left: ({ input }) => input as number, right: 40 },
      run: add,
    });
    expect((await engine.run(one)).output).toBe(3);
    expect((await engine.run(other, 2)).output).toBe(42);
    expect((await engine.run(one)).output).toBe(3);
  });

  it("brings its own retry, timeout, queue and priority, which a step may say otherwise", async () => {
    const call = defineStep({
      retry: { attempts: 3 },
      timeout: "1s",
      queue: "api",
      priority: 5,
      run: async (_: object, { attempt }: StepContext): Promise<number> => attempt,
    });
    const built = workflow("calls")
      .step("as it is", { run: call })
      .step("otherwise", { run: call, retry: { attempts: 1 }, timeout: 50, queue: "disk", priority: 0 });
    expect(
      built.plan.steps.map(({ retry, timeoutMs, queue, priority }) => [retry.attempts, timeoutMs, queue, priority]),
    ).toEqual([
      [3, 1000, "api", 5],
      [1, 50, "disk", 0],
    ]);
  });

  it("is never mutated", async () => {
    const shared = defineStep({ run: () => 1 });
    expect(Object.isFrozen(shared)).toBe(true);
    const built = workflow("one").step("a", { run: shared, timeout: 50, queue: "api" });
    expect(workflow("two").step("a", { run: shared }).plan.steps[0]).toMatchObject({ timeoutMs: null, queue: null });
    expect(built.plan.steps[0]).toMatchObject({ timeoutMs: 50, queue: "api" });
  });
});
