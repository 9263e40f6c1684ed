import {
  type EventDefinition,
  type ItemOutcome,
  type OpenWait,
  perRun,
  type Run,
  type Runnable,
  type Span,
  type StepContext,
} from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { unanswered } from "./answers.ts";
import { testRun } from "./test-run.ts";

interface Outputs {
  readonly fetchOrders: readonly number[];
  readonly price: string;
  readonly anything: unknown;
}

declare const report: Runnable<{ readonly day: string }, boolean, Outputs>;
declare const inputless: Runnable<undefined, boolean, Outputs>;
declare const untyped: Runnable;

interface Lists {
  readonly plain: readonly number[];
  readonly mapped: readonly number[];
  readonly tolerant: readonly ItemOutcome<string>[];
}

interface Db {
  readonly rows: number;
}

declare const lists: Runnable<undefined, null, Lists>;
declare const approved: EventDefinition<{ readonly by: string }>;
declare const needy: Runnable<undefined, boolean, Outputs, { readonly db: Db; readonly log: Console }>;
declare const needyWithInput: Runnable<number, boolean, Outputs, { readonly db: Db }>;
declare const modest: Runnable<undefined, boolean, Outputs, {}>;

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

  it("takes what one item gives for a mock of a list, since the step may be a map", () => {
    testRun(lists, { mocks: { plain: [1], mapped: () => 1, tolerant: () => "x" } });
    testRun(lists, { mocks: { plain: () => [1], mapped: 1, tolerant: "x" } });
    // @ts-expect-error neither the list nor an item
    testRun(lists, { mocks: { mapped: () => "x" } });
    // @ts-expect-error neither the list nor an item
    testRun(lists, { mocks: { tolerant: 5 } });
  });

  it("takes paths for what lies below steps", () => {
    const mocks = { "outer/inner": (params: { readonly x: number }) => params.x };
    testRun(lists, { mocks, order: ["plain", "mapped[2]", "plain#1", "outer/inner[3]"] });
    // @ts-expect-error no such step
    testRun(lists, { order: ["maped[2]"] });
  });

  it("knows which steps can be answered", () => {
    const chat = (wait: OpenWait) => (wait.wait === 1 ? unanswered : { text: wait.path });
    testRun(lists, { answers: { plain: { by: "Ann" }, "mapped[1]": chat, "outer/inner": null } });
    testRun(untyped, { answers: { whatever: ({ event }) => expectTypeOf(event).toEqualTypeOf<string | null>() } });
    testRun(lists, { answers: { mapped: ({ dueAt }) => expectTypeOf(dueAt).toEqualTypeOf<number | null>() } });
    // @ts-expect-error no such step
    testRun(lists, { answers: { plan: 1 } });
  });

  it("takes events by their definitions or names", () => {
    testRun(lists, { events: [{ event: approved, data: { by: "Ann" } }, { event: "approved" }] });
    // @ts-expect-error the event is missing
    testRun(lists, { events: [{ data: 1 }] });
  });

  it("asks for the resources that the workflow declares", () => {
    const db: Db = { rows: 5 };
    testRun(needy, { resources: { db, log: console } });
    testRun(needy, { resources: { db: perRun(() => db), log: console, other: 1 }, mocks: { price: "2" } });
    testRun(needyWithInput, { input: 5, resources: { db } });
    testRun(modest);
    testRun(modest, { resources: { anything: 1 } });
    testRun(untyped, { resources: { anything: 1 } });
    // @ts-expect-error the resources are missing
    testRun(needy);
    // @ts-expect-error the resources are missing
    testRun(needy, {});
    // @ts-expect-error log is missing
    testRun(needy, { resources: { db } });
    // @ts-expect-error db has another type
    testRun(needy, { resources: { db: 5, log: console } });
    // @ts-expect-error the input is missing
    testRun(needyWithInput, { resources: { db } });
    // @ts-expect-error the resources are missing
    testRun(needyWithInput, { input: 5 });
  });
});
