import type { SucceededSpan } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

interface Db {
  query(): number;
}

declare const perhaps: boolean;

const child = workflow("billing", {
  input: z.object({ order: z.string().transform(Number), rush: z.boolean().optional() }),
  state: z.object({ items: z.array(z.number()) }),
  flowState: z.object({ count: z.number() }),
}).step("sum", { params: { order: ({ input }) => input.order }, run: ({ order }) => ({ total: order }) });
const bare = workflow("bare").step("one", { run: () => 1 });
const optional = workflow("optional", { input: z.object({ size: z.number().optional() }) }).step("one", {
  run: () => 1,
});
const base = workflow("order", {
  input: z.object({ id: z.string() }),
  state: z.object({ cart: z.array(z.number()), total: z.number() }),
  flowState: z.object({ sales: z.number() }),
})
  .step("open", { run: () => "o1" })
  .step("guarded", { when: () => perhaps, run: () => "g" });

describe("the params of a sub-workflow", () => {
  it("are its input, as a caller gives it", () => {
    base.subflow("bill", {
      workflow: child,
      params: {
        order: ({ stepSpan, input }) => {
          expectTypeOf(input).toEqualTypeOf<{ id: string }>();
          return stepSpan("open").output;
        },
        rush: true,
      },
    });
  });

  it("are checked", () => {
    base.subflow("bill", {
      workflow: child,
      params: {
        // @ts-expect-error a number is no text
        order: ({ input }) => input.id.length,
      },
    });
    base.subflow("bill", {
      workflow: child,
      // @ts-expect-error order is missing
      params: { rush: true },
    });
    // @ts-expect-error params is missing
    base.subflow("bill", { workflow: child });
    base.subflow("bill", {
      workflow: child,
      params: {
        order: "o1",
        // @ts-expect-error there is no such parameter
        odrer: "o1",
      },
    });
    base.subflow("bill", {
      workflow: child,
      params: {
        // @ts-expect-error it has a guard
        order: ({ stepSpan }) => stepSpan("guarded").output,
      },
    });
  });

  it("may be left out where nothing is needed, and may be anything without a schema", () => {
    base.subflow("bare", { workflow: bare });
    base.subflow("bare", { workflow: bare, params: { any: ({ input }) => input.id, other: 5 } });
    base.subflow("optional", { workflow: optional });
    base.subflow("optional", { workflow: optional, params: { size: 5 } });
    // @ts-expect-error a text is no number
    base.subflow("optional", { workflow: optional, params: { size: "5" } });
  });

  it("are an object", () => {
    const text = workflow("text", { input: z.string() }).step("one", { run: () => 1 });
    // @ts-expect-error a text has no parameters
    base.subflow("text", { workflow: text, params: {} });
  });
});

describe("the output of a sub-workflow", () => {
  it("is what the child returns", () => {
    const built = base.subflow("bill", { workflow: child, params: { order: "1" } }).subflow("bare", { workflow: bare });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("bill").output).toEqualTypeOf<{ total: number }>();
      expectTypeOf(stepSpan("bare").output).toEqualTypeOf<number>();
    });
  });

  it("is what writeBack makes of it", () => {
    const built = base.subflow("bill", {
      workflow: child,
      params: { order: "1" },
      writeBack: {
        output: ({ output }) => {
          expectTypeOf(output).toEqualTypeOf<{ total: number }>();
          return [output.total];
        },
      },
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("bill").output).toEqualTypeOf<number[]>();
    });
  });

  it("may not be there if the step is guarded", () => {
    const built = base.subflow("bill", { workflow: bare, when: ({ stepSpan }) => stepSpan("open").output === "o1" });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("bill", { default: null })).toEqualTypeOf<SucceededSpan<number> | null>();
    });
    // @ts-expect-error it has a guard
    built.returns(({ stepSpan }) => stepSpan("bill").output);
  });
});

describe("what crosses between the two workflows", () => {
  it("has the types of their states", () => {
    base.subflow("bill", {
      workflow: child,
      params: { order: "1" },
      capture: {
        state: (state) => {
          expectTypeOf(state).toEqualTypeOf<Readonly<Partial<{ cart: number[]; total: number }>>>();
          return { items: state.cart ?? [] };
        },
        flowState: ({ sales = 0 }) => ({ count: sales }),
      },
      writeBack: {
        state: (draft, { output }) => {
          draft.total = output.total;
          draft.cart.push(output.total);
        },
        flowState: (draft, { output }) => {
          draft.sales += output.total;
        },
      },
    });
  });

  it("is refused where the types do not fit", () => {
    base.subflow("bill", {
      workflow: child,
      params: { order: "1" },
      // @ts-expect-error the child's items are numbers
      capture: { state: () => ({ items: ["a"] }) },
    });
    base.subflow("bill", {
      workflow: child,
      params: { order: "1" },
      writeBack: {
        state: (draft, { output }) => {
          // @ts-expect-error the total is a number
          draft.total = String(output.total);
        },
      },
    });
  });

  it("may be named by paths", () => {
    base.subflow("bill", {
      workflow: child,
      params: { order: "1" },
      capture: { state: { items: "cart" }, flowState: { count: "sales" } },
      writeBack: { state: { total: "output.total" }, flowState: { sales: "output.total" } },
    });
    // @ts-expect-error a path is a text
    base.subflow("bill", { workflow: child, params: { order: "1" }, capture: { state: { items: 5 } } });
  });

  it("are no resources on the way back", () => {
    // @ts-expect-error resources cannot be written back
    base.subflow("bill", { workflow: bare, writeBack: { resources: ["db"] } });
  });
});

describe("the resources of a sub-workflow", () => {
  const needy = workflow("needy")
    .resources<{ db: Db }>()
    .step("one", { run: (_, context) => context.resources.require("db").query() });
  const withDb = base.resources<{ db: Db; orderDb: Db }>();

  it("are captured by name, or under another one", () => {
    withDb.subflow("bill", { workflow: needy, capture: { resources: ["db"] } });
    withDb.subflow("bill", { workflow: needy, capture: { resources: { db: "orderDb" } } });
  });

  it("have to be there", () => {
    // @ts-expect-error the child needs a db
    withDb.subflow("bill", { workflow: needy });
    // @ts-expect-error the child needs a db
    withDb.subflow("bill", { workflow: needy, capture: { resources: ["orderDb"] } });
    // @ts-expect-error the parent has no such resource
    withDb.subflow("bill", { workflow: needy, capture: { resources: { db: "odrerDb" } } });
    // @ts-expect-error the parent has no such resource
    withDb.subflow("bill", { workflow: bare, capture: { resources: ["cache"] } });
  });
});

describe("a sub-workflow", () => {
  it("has conditions, and no attempts", () => {
    base.subflow("bill", { workflow: bare, dependsOn: ["open"], skipWith: ["guarded"], continueOnError: true });
    base.subflow("bill", { workflow: bare, always: true, dependsOn: ["open"] });
    // @ts-expect-error retries are for its steps
    base.subflow("bill", { workflow: bare, retry: { attempts: 2 } });
    // @ts-expect-error a function is no workflow
    base.subflow("bill", { workflow: () => 1 });
  });

  it("can be added in a loop, and be any workflow", () => {
    let built: AnyWorkflow = base;
    const children: readonly AnyWorkflow[] = [child, bare];
    for (const [index, one] of children.entries()) {
      built = built.subflow(`child ${index}`, { workflow: one, params: { any: ({ input }) => input } });
    }
  });
});
