import { type ContextOf, createEngine, workflow } from "stepspan";
import { z } from "zod";

// #region workflow
/** Works out what something costs with tax. It knows nothing of who asks. */
export const price = workflow("price", {
  input: z.object({ net: z.number() }),
  state: z.object({ rate: z.number() }),
})
  .resources<{ log: (line: string) => void }>()
  .step("tax", {
    params: { net: ({ input }) => input.net },
    run: ({ net }, { state }) => net * state.get("rate", 0),
  })
  .step("total", {
    params: { net: ({ input }) => input.net, tax: ({ stepSpan }) => stepSpan("tax").output },
    run: ({ net, tax }, { resources }) => {
      resources.require("log")(`${net} and ${tax} of tax`);
      return { total: net + tax };
    },
  });

const purse = z.object({ taxRate: z.number().default(0.2), left: z.number().default(50) });

/** Buys something. The child run gets a copy of the tax rate, and the logger; what it found out is written back. */
export const buy = workflow("buy", { input: z.object({ item: z.string(), net: z.number() }), state: purse })
  .resources({ logger: (line: string) => console.log(line) })
  .subflow("price", {
    workflow: price,
    params: { net: ({ input }) => input.net },
    capture: { state: { rate: "taxRate" }, resources: { log: "logger" } },
    writeBack: {
      output: ({ output }) => output.total,
      state: (draft, { output }) => {
        draft.left -= output.total;
      },
    },
  })
  .step("pay", {
    params: { item: ({ input }) => input.item, total: ({ stepSpan }) => stepSpan("price").output },
    run: ({ item, total }, { state }) => `${item} for ${total}, ${state.get("left")} left`,
  });
// #endregion

// #region each
const shop = workflow("shop", { input: z.object({ nets: z.array(z.number()) }), state: purse }).resources({
  logger: (line: string) => console.log(line),
});

/** Writes down what all things cost together. */
function payAll({ prices }: { prices: readonly { total: number }[] }, { state }: ContextOf<typeof shop>): string {
  const total = prices.reduce((sum, price) => sum + price.total, 0);
  state.update((draft) => {
    draft.left -= total;
  });
  return `${prices.length} things, ${state.get("left")} left`;
}

/** Buys several things. Each of them has a child run, which captures for itself. */
export const buyAll = shop
  .map("prices", {
    over: ({ input }) => input.nets,
    params: { net: ({ item }) => item },
    run: price,
    capture: { state: { rate: "taxRate" }, resources: { log: "logger" } },
  })
  .step("pay", { params: { prices: ({ stepSpan }) => stepSpan("prices").output }, run: payAll });
// #endregion

if (import.meta.main) {
  await using engine = createEngine();
  const run = await engine.run(buy, { item: "bread", net: 10 });
  console.log(run.output);
  for (const { path, status } of run.span("price").steps) console.log(`  ${path}: ${status}`);
  console.log((await engine.run(buyAll, { nets: [10, 5] })).output);
}
