import { createEngine, defineEvent, perRun, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";

interface Rates {
  rateOf(order: string): number;
}

const billing = workflow("billing", {
  input: z.object({ order: z.string() }),
  state: z.object({ items: z.array(z.number()) }),
  flowState: z.object({ bills: z.number() }),
})
  .resources<{ rates: Rates }>()
  .step("sum", {
    params: { order: ({ input }) => input.order },
    run: async ({ order }, { state, flowState, resources }) => {
      const net = state.get("items", []).reduce((sum, item) => sum + item, 0);
      return { total: net * resources.require("rates").rateOf(order), number: (await flowState.get("bills", 0)) + 1 };
    },
  });

function fillCart(_: object, { state }: StepContext): string {
  state.set("cart", { items: [1, 2, 3] });
  return "o1";
}

const order = workflow("order", {
  state: z.object({ cart: z.object({ items: z.array(z.number()) }), total: z.number().optional() }),
  flowState: z.object({ bills: z.number() }),
})
  .resources({ taxes: perRun((): Rates => ({ rateOf: () => 10 })) })
  .step("open", { run: fillCart })
  .step("count", { run: (_, { flowState }) => flowState.set("bills", 41) })
  .subflow("bill", {
    workflow: billing,
    dependsOn: ["count"],
    params: { order: ({ stepSpan }) => stepSpan("open").output },
    capture: { state: { items: "cart.items" }, flowState: { bills: "bills" }, resources: { rates: "taxes" } },
    writeBack: {
      state: { total: "output.total" },
      flowState: (draft, { output }) => {
        draft.bills = output.number;
      },
      output: ({ output }) => [output.total, output.number],
    },
  });

describe("a workflow written with the builder", () => {
  it("runs another with what is captured, and keeps what is written back", async () => {
    await using engine = createEngine();
    const run = await engine.run(order);
    expect(run.output).toEqual([60, 42]);
    expect(run.state).toEqual({ cart: { items: [1, 2, 3] }, total: 60 });
  });

  it("repeats, collects, waits and races", async () => {
    await using engine = createEngine();
    const built = workflow("kinds")
      .step("words", {
        run: async function* () {
          yield* ["a", "b"];
        },
        collect: (items) => items.join("-"),
      })
      .map("each", {
        over: ({ stepSpan }) => stepSpan("words").output.split("-"),
        params: { label: ({ item, index }) => `${index}${item}` },
        run: ({ label }) => label,
      })
      .loop("again", {
        params: { sum: ({ previous, iteration }) => (typeof previous === "number" ? previous : 0) + iteration },
        run: ({ sum }) => sum,
        until: ({ output }) => output > 3,
        maxIterations: 9,
      })
      .sleep("nap", 1)
      .wait("call", { event: defineEvent("call", z.string()) })
      .race("first", { of: ["nap", "call"] })
      .returns(({ stepSpan }) => [
        stepSpan("each").output,
        stepSpan("again").output,
        stepSpan("first").output,
        stepSpan("call", { default: null }),
      ]);
    expect((await engine.run(built)).output).toEqual([["0a", "1b"], 6, null, null]);
  });

  it("names what is missing when a sub-workflow begins", async () => {
    await using engine = createEngine();
    const early = workflow("order", { state: z.object({ cart: z.object({ items: z.array(z.number()) }) }) })
      .resources<{ rates: Rates }>()
      .subflow("bill", {
        workflow: billing,
        params: { order: "o1" },
        capture: { state: { items: "cart.items" }, resources: ["rates"] },
      });
    const rates: Rates = { rateOf: () => 1 };
    await expect(engine.run(early, undefined, { resources: { rates } })).rejects.toThrow(
      'Step "bill" of workflow "order" captures "cart.items" of the state, but there is nothing at "cart". Set it before the step begins, or capture with a function that says what else to take.',
    );
  });
});
