import { literal, workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";

describe("the run function of a step", () => {
  it.each([
    ["a value", () => 42],
    ["a promise", async () => 42],
    ["a thenable", () => ({ then: (resolve: (value: number) => void) => resolve(42) }) as PromiseLike<number>],
  ])("may return %s", async (_name, run: () => number | PromiseLike<number>) => {
    const done = await createEngine().run(workflow("bodies").step("only", { run }));
    expect(done.output).toBe(42);
  });

  it("gets its parameters: constants and what lambdas gave", async () => {
    const run = await createEngine().run(
      workflow("bodies")
        .step("source", { run: () => ({ items: [1, 2, 3] }) })
        .step("only", {
          params: {
            day: ({ input }) => (input as { day: string }).day,
            items: ({ stepSpan }) => stepSpan("source").output.items,
            limit: 500,
          },
          run: (params) => params,
        }),
      { day: "Friday" },
    );
    expect(run.output).toEqual({ day: "Friday", items: [1, 2, 3], limit: 500 });
  });

  it("gets an empty object if it has no parameters", async () => {
    const steps = createHeldSteps();
    await begin(workflow("bodies").step("only", { run: steps.held("only") }));
    expect(steps.params("only")).toEqual({});
  });

  it("gets a literal function as it is, not called", async () => {
    const isGood = (order: number) => order > 1;
    const run = await createEngine().run(
      workflow("bodies").step("only", {
        params: { orders: [1, 2, 3], isGood: literal(isGood) },
        run: ({ orders, isGood }: { orders: number[]; isGood: (order: number) => boolean }) => orders.filter(isGood),
      }),
    );
    expect(run.output).toEqual([2, 3]);
  });

  it("runs at the same time as others of which it needs nothing", async () => {
    const steps = createHeldSteps();
    await begin(
      workflow("bodies")
        .step("fetchUsers", { run: steps.held("fetchUsers") })
        .step("fetchOrders", { run: steps.held("fetchOrders") })
        .step("merge", {
          params: {
            users: ({ stepSpan }) => stepSpan("fetchUsers").output,
            orders: ({ stepSpan }) => stepSpan("fetchOrders").output,
          },
          run: steps.held("merge"),
        }),
    );
    expect(steps.open).toEqual(["fetchUsers", "fetchOrders"]);
    await steps.succeed("fetchOrders");
    expect(steps.open).toEqual(["fetchUsers"]);
    await steps.succeed("fetchUsers");
    expect(steps.open).toEqual(["merge"]);
  });

  it("waits with dependsOn until steps have succeeded, were skipped, or failed tolerated", async () => {
    const steps = createHeldSteps();
    await begin(
      workflow("bodies")
        .step("fine", { run: steps.held("fine") })
        .step("guarded", { when: ({ stepSpan }) => stepSpan("fine").output === "", run: () => 1 })
        .step("shaky", { continueOnError: true, run: steps.held("shaky") })
        .step("last", { dependsOn: ["fine", "guarded", "shaky"], run: steps.held("last") }),
    );
    await steps.succeed("fine");
    expect(steps.open).toEqual(["shaky"]);
    await steps.fail("shaky");
    expect(steps.open).toEqual(["last"]);
  });
});

describe("a parameter lambda", () => {
  it("that returns a promise at run time fails the step", async () => {
    const run = await ended(
      createEngine().run(
        workflow("bodies")
          .step("source", { run: () => ({ later: false }) })
          .step("only", {
            params: {
              value: ({ stepSpan }) =>
                (stepSpan("source").output.later === false ? Promise.resolve(1) : 1) as unknown as number,
            },
            run: ({ value }) => value,
          }),
      ),
    );
    expect(causeOf(run, "only")).toEqual(
      new DefinitionError(
        'Parameter "value" of step "only" returned a promise. Parameter lambdas are synchronous: do the work in a step, and read its output.',
      ),
    );
  });

  it("reads a step that a loop built, by a name of type string", async () => {
    let built = workflow("loop").step("start", { run: () => 1 });
    for (let index = 1; index <= 20; index++) {
      const before = index === 1 ? "start" : `step ${index - 1}`;
      built = built.step(`step ${index}` as "next", {
        params: { value: ({ stepSpan }) => stepSpan(before as "start").output },
        run: ({ value }: { value: number }) => value * 1.5,
      }) as typeof built;
    }
    expect((await createEngine().run(built)).output).toBeCloseTo(1.5 ** 20);
  });
});
