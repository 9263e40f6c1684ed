import { createEngine, workflow, workflowFromConfig } from "stepspan";
import { z } from "zod";

const input = z.object({ day: z.string() });
const days: Readonly<Record<string, readonly number[]>> = { monday: [12, 30], tuesday: [] };

async function loadOrders({ day }: { day: string }) {
  const orders = days[day] ?? [];
  return { orders, isOpen: orders.length > 0 };
}

function sumUp({ orders }: { orders: readonly number[] }): number {
  return orders.reduce((total, order) => total + order, 0);
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

/** Adds up what was taken on a day. */
export const takings = workflow("takings", { input })
  .step("load", {
    retry: { attempts: 3, when: isPassing },
    params: { day: ({ input }) => input.day },
    run: loadOrders,
  })
  .step("sum", {
    when: ({ stepSpan }) => stepSpan("load").output.isOpen,
    params: { orders: ({ stepSpan }) => stepSpan("load").output.orders },
    run: sumUp,
  });

/** What a configuration names and JSON cannot hold. */
export const parts = { handlers: { loadOrders, sumUp }, conditions: { isPassing }, schemas: { input } };

if (import.meta.main) {
  const text = JSON.stringify(takings.toConfig(), null, 2);
  console.log(text);
  const built = workflowFromConfig(JSON.parse(text), parts);
  await using engine = createEngine();
  const run = await engine.run(built, { day: "monday" });
  console.log(run.output);
}
