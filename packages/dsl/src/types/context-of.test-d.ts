import type { FlowStateLayer, Resources, StateLayer } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { workflow } from "../workflow.ts";
import type { ContextOf } from "./context-of.ts";
import type { AnyWorkflow } from "./workflow.ts";

interface Db {
  ship(id: string): number;
}

const orders = workflow("orders", {
  input: z.object({ id: z.string() }),
  state: z.object({ shipped: z.number().default(0) }),
  flowState: z.object({ total: z.number() }),
}).resources<{ db: Db }>();

function ship({ id }: { id: string }, context: ContextOf<typeof orders>): number {
  expectTypeOf(context.state).toEqualTypeOf<StateLayer<{ shipped: number }>>();
  expectTypeOf(context.flowState).toEqualTypeOf<FlowStateLayer<{ total: number }>>();
  expectTypeOf(context.resources).toEqualTypeOf<Resources<{ db: Db }>>();
  // @ts-expect-error there is no such resource
  context.resources.require("bd");
  return context.resources.require("db").ship(id) + context.state.get("shipped", 0);
}

describe("ContextOf a workflow", () => {
  it("is what the steps written after it are called with", () => {
    const built = orders
      .step("ship", { params: { id: ({ input }) => input.id }, run: ship })
      .map("all", { over: ["a"], params: { id: ({ item }) => item }, run: ship });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("ship").output).toEqualTypeOf<number>();
      expectTypeOf(stepSpan("all").output).toEqualTypeOf<readonly number[]>();
    });
    orders.resources({ log: "log" }).step("ship", { params: { id: "o1" }, run: ship });
  });

  it("does not fit a workflow that declares something else", () => {
    const other = workflow("other", { state: z.object({ shipped: z.string() }) });
    // @ts-expect-error its state has other types, and there is no db
    other.step("ship", { params: { id: "o1" }, run: ship });
  });

  it("is that of undeclared values where nothing is declared", () => {
    const bare = workflow("bare").step("one", { run: () => 1 });
    expectTypeOf<ContextOf<typeof bare>["flowState"]>().toEqualTypeOf<undefined>();
    expectTypeOf<ContextOf<typeof bare>["state"]>().toEqualTypeOf<StateLayer>();
    expectTypeOf<ContextOf<AnyWorkflow>["resources"]>().toEqualTypeOf<Resources>();
    // @ts-expect-error a text is no workflow
    expectTypeOf<ContextOf<string>>().toBeObject();
  });
});
