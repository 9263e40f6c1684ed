import type { Run, Runnable, Span, StepContext } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { testRun } from "./test-run.ts";

interface Outputs {
  readonly fetchOrders: readonly number[];
  readonly price: string;
  readonly anything: unknown;
}

declare const report: Runnable<{ readonly day: string }, boolean, Outputs>;
declare const inputless: Runnable<undefined, boolean, Outputs>;
declare const untyped: Runnable;

describe("testRun", () => {
  it("resolves with a run of the types of the workflow", () => {
    const run = testRun(report, { input: { day: "today" } });
    expectTypeOf(run).resolves.toEqualTypeOf<Run<boolean, Outputs>>();
    expectTypeOf<Awaited<typeof run>["output"]>().toEqualTypeOf<boolean>();
    expectTypeOf(async () => (await run).span("price")).returns.resolves.toEqualTypeOf<Span<string>>();
  });

  it("asks for the input where there is one", () => {
    testRun(inputless);
    testRun(inputless, { order: [] });
    testRun(untyped);
    testRun(untyped, { mocks: { whatever: 1, other: (params) => params.x }, order: ["whatever"] });
    // @ts-expect-error the input is missing
    testRun(report);
    // @ts-expect-error the input is missing
    testRun(report, {});
    // @ts-expect-error the input has another type
    testRun(report, { input: { day: 1 } });
  });

  it("knows the names and outputs of the steps", () => {
    const input = { day: "today" };
    testRun(report, {
      input,
      mocks: { fetchOrders: [1], price: "2", anything: null },
      order: ["price", "fetchOrders"],
    });
    // @ts-expect-error no such step
    testRun(report, { input, mocks: { fetchOrder: [1] } });
    // @ts-expect-error another output
    testRun(report, { input, mocks: { price: 2 } });
    // @ts-expect-error a function of another output
    testRun(report, { input, mocks: { price: () => 2 } });
    // @ts-expect-error no such step
    testRun(report, { input, order: ["prices"] });
    // @ts-expect-error no such option
    testRun(report, { input, mock: {} });
  });

  it("gives a function mock its parameters and context", () => {
    const input = { day: "today" };
    testRun(report, {
      input,
      mocks: {
        fetchOrders: async (params, context) => {
          expectTypeOf(params).toEqualTypeOf<Readonly<Record<string, unknown>>>();
          expectTypeOf(context).toEqualTypeOf<StepContext>();
          return [context.attempt];
        },
        price: ({ orders }: { readonly orders: readonly number[] }) => `${orders.length}`,
        anything: (params) => params.x,
      },
    });
  });
});
