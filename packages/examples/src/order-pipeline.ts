import { createEngine, RunError, workflow } from "stepspan";
import { z } from "zod";

// #region workflow
const order = z.object({ id: z.string(), item: z.string(), amount: z.number().int().positive() });

/** What one run notes, from its start to its end. */
const notes = z.object({ lines: z.array(z.string()).default([]) });

/** What all runs share. A change that leaves less than nothing of an item is not made. */
const warehouse = z.object({
  stock: z.record(z.string(), z.number().int().min(0)).default({ apples: 5, pears: 1 }),
  orders: z.array(z.string()).default([]),
});

/** Takes what was ordered out of the stock, then packs it and writes the bill at once. */
export const orderPipeline = workflow("order-pipeline", { input: order, state: notes, flowState: warehouse })
  .step("reserve", {
    params: { id: ({ input }) => input.id, item: ({ input }) => input.item, amount: ({ input }) => input.amount },
    run: async ({ id, item, amount }, { flowState }) =>
      flowState.transaction((draft) => {
        draft.orders.push(id);
        const left = (draft.stock[item] ?? 0) - amount;
        draft.stock[item] = left;
        return { left, orders: draft.orders.length };
      }),
  })
  .step("pack", {
    params: { left: ({ stepSpan }) => stepSpan("reserve").output.left },
    run: ({ left }, { state }) => state.append("lines", `packed, ${left} left`),
  })
  .step("bill", {
    params: { number: ({ stepSpan }) => stepSpan("reserve").output.orders },
    run: ({ number }, { state }) => state.append("lines", `bill number ${number}`),
  })
  .step("confirm", {
    dependsOn: ["pack", "bill"],
    params: { id: ({ input }) => input.id },
    run: ({ id }, { state }) => `${id}: ${state.get("lines", []).join(", ")}`,
  });
// #endregion

if (import.meta.main) {
  await using engine = createEngine();
  const orders = [
    { id: "o-1", item: "apples", amount: 2 },
    { id: "o-2", item: "apples", amount: 3 },
    { id: "o-3", item: "pears", amount: 4 },
    { id: "o-4", item: "pears", amount: 1 },
  ];
  const runs = orders.map((order) => engine.run(orderPipeline, order));
  for (const settled of await Promise.allSettled(runs)) {
    if (settled.status === "fulfilled") console.log(settled.value.output);
    else if (settled.reason instanceof RunError) console.log(settled.reason.message);
    else throw settled.reason;
  }
}
