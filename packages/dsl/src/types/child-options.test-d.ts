import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

interface Db {
  query(): number;
}

declare const perhaps: boolean;
declare const any: AnyWorkflow;

const ordered = defineEvent("ordered", z.object({ id: z.string() }));
const child = workflow("billing", {
  input: z.object({ order: z.string() }),
  state: z.object({ items: z.array(z.number()), amount: z.number().default(0), note: z.string().optional() }),
  flowState: z.object({ count: z.number() }),
})
  .resources<{ db: Db }>()
  .step("sum", {
    run: (_, { resources, state }) => ({ total: resources.require("db").query() + state.get("amount", 0) }),
  });
const bare = workflow("bare").step("one", { run: () => 1 });
const base = workflow("order", {
  state: z.object({ cart: z.array(z.number()), amount: z.number(), note: z.string() }),
  flowState: z.object({ sales: z.number() }),
}).resources<{ db: Db; orderDb: Db }>();

describe("a workflow as the run of a map", () => {
  it("captures with the types of both workflows", () => {
    const built = base.map("bills", {
      over: ["o1"],
      params: {
        order: ({ item }) => {
          expectTypeOf(item).toEqualTypeOf<string>();
          return item;
        },
      },
      run: child,
      capture: {
        state: (state) => {
          expectTypeOf(state).toEqualTypeOf<Readonly<Partial<{ cart: number[]; amount: number; note: string }>>>();
          return { items: state.cart, amount: state.amount };
        },
        flowState: ({ sales = 0 }) => ({ count: sales }),
        resources: ["db"],
      },
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("bills").output).toEqualTypeOf<readonly { total: number }[]>();
    });
    base.map("bills", {
      over: ["o1"],
      params: { order: ({ item }) => item },
      capture: { state: { items: "cart" }, resources: { db: "orderDb" } },
      run: child,
    });
  });

  it("must capture the resources that it needs", () => {
    const options = { over: ["o1"], params: { order: "o1" }, run: child } as const;
    base.map("bills", { ...options, capture: { resources: ["db"] } });
    // @ts-expect-error the child needs a db
    base.map("bills", options);
    // @ts-expect-error the child needs a db
    base.map("bills", { over: ["o1"], params: { order: ({ item }) => item }, run: child });
    // @ts-expect-error the child needs a db
    base.map("bills", { ...options, capture: { resources: ["orderDb"] } });
    // @ts-expect-error the parent has no such resource
    base.map("bills", { ...options, capture: { resources: { db: "odrerDb" } } });
    // @ts-expect-error the parent has no such resource
    base.map("bills", { over: ["o1"], run: bare, capture: { resources: ["cache"] } });
  });

  it("takes values of the right type", () => {
    base.map("bills", {
      over: ["o1"],
      params: { order: "o1" },
      run: child,
      // @ts-expect-error the child's items are numbers
      capture: { state: () => ({ items: ["a"] }), resources: ["db"] },
    });
  });

  it("is what captures: a function does not, and nothing is written back", () => {
    // @ts-expect-error a function reads the state of its own run
    base.map("bills", { over: ["o1"], run: () => 1, capture: { resources: ["db"] } });
    // @ts-expect-error a function reads the state of its own run
    base.map("bills", { over: ["o1"], run: () => 1, capture: { state: { items: "cart" } } });
    // @ts-expect-error nothing is written back
    base.map("bills", { over: ["o1"], run: bare, writeBack: { state: { amount: "output" } } });
  });

  it("may be any workflow", () => {
    base.map("any", { over: ["o1"], run: any });
    any.map("bare", { over: ["o1"], run: bare, capture: { resources: ["db"] } });
  });
});

describe("a workflow as the run of a loop", () => {
  it("captures, and must capture the resources that it needs", () => {
    const built = base.loop("bill", {
      params: {
        order: ({ previous }) => {
          expectTypeOf(previous).toEqualTypeOf<{ total: number } | null>();
          return String(previous?.total);
        },
      },
      run: child,
      capture: { state: ({ cart = [] }) => ({ items: cart }), resources: ["db"] },
      until: ({ output }) => output.total > 5,
      maxIterations: 3,
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("bill").output).toEqualTypeOf<{ total: number }>();
    });
    const options = { params: { order: "o1" }, run: child, until: () => perhaps, maxIterations: 3 };
    // @ts-expect-error the child needs a db
    base.loop("bill", options);
    // @ts-expect-error a function reads the state of its own run
    base.loop("bill", { run: () => 1, capture: { resources: ["db"] }, until: () => perhaps, maxIterations: 3 });
    // @ts-expect-error nothing is written back
    base.loop("bill", { run: bare, writeBack: {}, until: () => perhaps, maxIterations: 3 });
  });
});

describe("a workflow as the run of an on", () => {
  it("captures, and must capture the resources that it needs", () => {
    const built = base.on("bill", {
      event: ordered,
      params: { order: ({ event }) => event.id },
      run: child,
      capture: { state: ({ cart = [] }) => ({ items: cart }), resources: { db: "orderDb" } },
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("bill").output).toEqualTypeOf<readonly { total: number }[]>();
    });
    // @ts-expect-error the child needs a db
    base.on("bill", { event: ordered, params: { order: ({ event }) => event.id }, run: child });
    // @ts-expect-error a function reads the state of its own run
    base.on("bill", { event: ordered, run: () => 1, capture: { resources: ["db"] } });
    // @ts-expect-error nothing is written back
    base.on("bill", { event: ordered, run: bare, writeBack: {} });
  });
});

describe("a captured value that the parent may not have", () => {
  it("may be undefined, whether the child's schema says so or not", () => {
    const capture = { resources: ["db"] } as const;
    base.subflow("bill", {
      workflow: child,
      params: { order: "o1" },
      capture: { ...capture, state: ({ amount, note, cart }) => ({ amount, note, items: cart }) },
    });
    base.map("bills", {
      over: ["o1"],
      params: { order: "o1" },
      run: child,
      capture: { ...capture, state: ({ amount }) => ({ amount }), flowState: ({ sales }) => ({ count: sales }) },
    });
    base.subflow("bill", {
      workflow: child,
      params: { order: "o1" },
      // @ts-expect-error the amount is a number
      capture: { ...capture, state: ({ note }) => ({ amount: note }) },
    });
  });
});
