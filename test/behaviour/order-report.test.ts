import { workflow } from "@stepspan/dsl";
import { SkippedSpanError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf } from "../support/trial.ts";

interface Order {
  readonly user: string;
  readonly pieces: number;
}

/** The program of the contract; its two fetching steps are ended by the test. */
function orderReport(steps = createHeldSteps()) {
  const report = workflow("order-report", { input: z.object({ day: z.string() }) })
    .step("fetchUsers", { params: { day: ({ input }) => input.day }, run: steps.held<string[]>("fetchUsers") })
    .step("fetchOrders", {
      params: { day: ({ input }) => input.day, limit: 500 },
      run: steps.held<Order[]>("fetchOrders"),
    })
    .step("validate", {
      params: { orders: ({ stepSpan }) => stepSpan("fetchOrders").output },
      run: ({ orders }) => ({ valid: orders.length > 0 }),
    })
    .step("price", {
      when: ({ stepSpan }) => stepSpan("validate").output.valid,
      params: { orders: ({ stepSpan }) => stepSpan("fetchOrders").output },
      run: ({ orders }) => orders.map(({ user, pieces }) => ({ user, total: 10 * pieces })),
    })
    .step("merge", {
      params: {
        users: ({ stepSpan }) => stepSpan("fetchUsers").output,
        prices: ({ stepSpan }) => stepSpan("price", { default: null })?.output ?? [],
      },
      run: ({ users, prices }) =>
        users.map((user) => `${user}: ${prices.find((price) => price.user === user)?.total ?? "nothing"}`),
    })
    .returns(({ stepSpan }) => stepSpan("merge").output);
  return { steps, report };
}

describe("the order report", () => {
  it("fetches users and orders at once, though nobody wrote an edge, and merges them", async () => {
    const { steps, report } = orderReport();
    const trial = await begin(report, { input: { day: "2026-11-20" } });
    expect(steps.open).toEqual(["fetchUsers", "fetchOrders"]);
    expect(steps.params("fetchOrders")).toEqual({ day: "2026-11-20", limit: 500 });
    await trial.advance(40);
    await steps.succeed("fetchUsers", ["Ada", "Grace"]);
    await trial.advance(20);
    await steps.succeed("fetchOrders", [{ user: "Ada", pieces: 3 }]);
    const run = await trial.end();
    const output: string[] = run.output;
    expect(output).toEqual(["Ada: 30", "Grace: nothing"]);
    expect(run.span("fetchUsers").duration).toBe(40);
    expect(run.duration).toBe(60);
    expect(run.spans.map(({ name }) => name)).toEqual(["fetchUsers", "fetchOrders", "validate", "price", "merge"]);
  });

  it("skips the prices if there is no order, and merges without them", async () => {
    const { steps, report } = orderReport();
    const trial = await begin(report, { input: { day: "2026-11-20" } });
    await steps.succeed("fetchUsers", ["Ada"]);
    await steps.succeed("fetchOrders", []);
    const run = await trial.end();
    expect(run.output).toEqual(["Ada: nothing"]);
    expect(run.span("price").skipped).toEqual({ kind: "guard" });
  });

  it("says what to do if the prices are read without a default", async () => {
    const { steps, report } = orderReport();
    const careless = report.step("total", {
      params: { prices: ({ stepSpan }) => stepSpan("price" as "merge").output },
      run: ({ prices }) => prices.length,
    });
    const trial = await begin(careless, { input: { day: "2026-11-20" } });
    await steps.succeed("fetchUsers", ["Ada"]);
    await steps.succeed("fetchOrders", []);
    const cause = causeOf(await trial.end(), "total");
    expect(cause).toBeInstanceOf(SkippedSpanError);
    expect(cause.message).toBe(
      'Step "total" reads the output of "price" in parameter "prices", but "price" was skipped because its guard returned false. Read it as stepSpan("price", { default: null }).',
    );
  });
});
