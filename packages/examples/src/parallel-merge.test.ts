import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { orderReport } from "./parallel-merge.ts";

const input = { day: "2026-11-20" };

describe("orderReport", () => {
  it("finds the edges in the lambdas", () => {
    expect(orderReport).toHaveDependencies("fetchUsers", []);
    expect(orderReport).toHaveDependencies("fetchOrders", []);
    expect(orderReport).toHaveDependencies("price", ["validate", "fetchOrders"]);
    expect(orderReport).toHaveDependencies("merge", ["fetchUsers", "price"]);
  });

  it("fetches users and orders at once, and merges them", async () => {
    const run = await testRun(orderReport, { input });

    expect(run).toHaveSucceeded();
    expect(run).toHaveRunInParallel("fetchUsers", "fetchOrders");
    expect(run).toHaveRunBefore("fetchUsers", "merge");
    expect(run.output).toEqual(["Ada (2026-11-20): 30", "Grace (2026-11-20): 50"]);
  });

  it("skips the prices and merges without them if there are no orders", async () => {
    const run = await testRun(orderReport, { input, mocks: { fetchOrders: [] } });

    expect(run).toHaveSkipped("price", "guard");
    expect(run.output).toEqual(["Ada (2026-11-20): no order", "Grace (2026-11-20): no order"]);
    expect(run).toMatchSpanGraph(`
      order-report
        fetchUsers
        fetchOrders
        validate     <- fetchOrders
        price        <- validate  skipped: guard
        merge        <- fetchUsers, price
    `);
  });

  it("does not wait for the users to price the orders", async () => {
    const order = ["fetchOrders", "validate", "price", "fetchUsers", "merge"] as const;
    const run = await testRun(orderReport, { input, order });

    expect(run).toHaveSucceeded();
    expect(run).toHaveRunInParallel("fetchUsers", "price");
  });
});
