import { setTimeout as delay } from "node:timers/promises";
import { createEngine, workflow } from "stepspan";
import { z } from "zod";

interface User {
  readonly id: number;
  readonly name: string;
}

interface Order {
  readonly userId: number;
  readonly pieces: number;
}

interface Price {
  readonly userId: number;
  readonly total: number;
}

async function fetchUsers({ day }: { day: string }): Promise<User[]> {
  await delay(40);
  return [
    { id: 1, name: `Ada (${day})` },
    { id: 2, name: `Grace (${day})` },
  ];
}

async function fetchOrders({ limit }: { day: string; limit: number }): Promise<Order[]> {
  await delay(60);
  return [
    { userId: 1, pieces: 3 },
    { userId: 2, pieces: 5 },
  ].slice(0, limit);
}

function priceOrders({ orders }: { orders: readonly Order[] }): Price[] {
  return orders.map(({ userId, pieces }) => ({ userId, total: pieces * 10 }));
}

function mergeReport({ users, prices }: { users: readonly User[]; prices: readonly Price[] }): string[] {
  return users.map(({ id, name }) => `${name}: ${prices.find(({ userId }) => userId === id)?.total ?? "no order"}`);
}

/** Fetches users and orders at once, prices the orders if there are any, and merges all. Nobody writes an edge. */
export const orderReport = workflow("order-report", { input: z.object({ day: z.string() }) })
  .step("fetchUsers", { params: { day: ({ input }) => input.day }, run: fetchUsers })
  .step("fetchOrders", { params: { day: ({ input }) => input.day, limit: 500 }, run: fetchOrders })
  .step("validate", {
    params: { orders: ({ stepSpan }) => stepSpan("fetchOrders").output },
    run: ({ orders }) => ({ valid: orders.length > 0 }),
  })
  .step("price", {
    when: ({ stepSpan }) => stepSpan("validate").output.valid,
    params: { orders: ({ stepSpan }) => stepSpan("fetchOrders").output },
    run: priceOrders,
  })
  .step("merge", {
    params: {
      users: ({ stepSpan }) => stepSpan("fetchUsers").output,
      prices: ({ stepSpan }) => stepSpan("price", { default: null })?.output ?? [],
    },
    run: mergeReport,
  })
  .returns(({ stepSpan }) => stepSpan("merge").output);

if (import.meta.main) {
  await using engine = createEngine({ concurrency: 8 });
  const run = await engine.run(orderReport, { day: "2026-11-20" });
  console.log(run.output);
  for (const { name, status, duration } of run.spans)
    console.log(`${name}: ${status} after ${Math.round(duration)} ms`);
}
