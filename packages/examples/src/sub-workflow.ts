import { createEngine, workflow } from "stepspan";
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

if (import.meta.main) {
  await using engine = createEngine();
  const run = await engine.run(buy, { item: "bread", net: 10 });
  console.log(run.output);
  for (const { path, status } of run.span("price").steps) console.log(`  ${path}: ${status}`);
}
