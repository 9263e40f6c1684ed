import type { ItemOutcome, SucceededSpan } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

declare function ship(params: { readonly order: string }): Promise<{ shipped: boolean }>;

const ordered = defineEvent("ordered", z.object({ id: z.string(), at: z.string().transform(Number) }));
const base = workflow("orders", { input: z.object({ prefix: z.string() }) }).step("open", { run: () => 1 });

describe("a step that runs for each event", () => {
  it("has the event's data in its lambdas, and gives a list", () => {
    const built = base
      .on("shipped", {
        event: ordered,
        params: {
          order: ({ event, input, stepSpan }) => {
            expectTypeOf(event).toEqualTypeOf<{ id: string; at: number }>();
            return `${input.prefix}${event.id}${stepSpan("open").output}`;
          },
        },
        run: ship,
        concurrency: 2,
        capacity: 50,
      })
      .on("inline", {
        event: ordered,
        params: { at: ({ event }) => event.at },
        run: ({ at }) => {
          expectTypeOf(at).toEqualTypeOf<number>();
          return [at];
        },
      });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("shipped").output).toEqualTypeOf<readonly { shipped: boolean }[]>();
      expectTypeOf(stepSpan("inline").output).toEqualTypeOf<readonly number[][]>();
    });
  });

  it("checks its parameters", () => {
    base.on("shipped", {
      event: ordered,
      params: {
        // @ts-expect-error a number is no text
        order: ({ event }) => event.at,
      },
      run: ship,
    });
    // @ts-expect-error params is missing
    base.on("shipped", { event: ordered, run: ship });
  });

  it("may run a workflow, and have an input schema", () => {
    const child = workflow("child", { input: z.object({ id: z.string() }) }).step("ship", { run: () => true });
    const built = base
      .on("child", { event: ordered, params: { id: ({ event }) => event.id }, run: child })
      .on("parsed", {
        event: ordered,
        input: z.object({ id: z.string().transform((id) => id.length) }),
        params: { id: ({ event }) => event.id },
        run: ({ id }) => expectTypeOf(id).toEqualTypeOf<number>(),
      });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("child").output).toEqualTypeOf<readonly boolean[]>();
    });
  });

  it("has outcomes if failures are tolerated, and is guarded then", () => {
    const built = base.on("shipped", { event: ordered, run: () => 1, continueOnError: true });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("shipped", { default: null })).toEqualTypeOf<SucceededSpan<
        readonly ItemOutcome<number>[]
      > | null>();
    });
    // @ts-expect-error its failure is tolerated
    built.returns(({ stepSpan }) => stepSpan("shipped").output);
  });

  it("is guarded as a step is", () => {
    const built = base.on("maybe", { event: ordered, when: () => true, run: () => 1 });
    // @ts-expect-error it has a guard
    built.returns(({ stepSpan }) => stepSpan("maybe").output);
  });

  it("refuses what makes no sense", () => {
    // @ts-expect-error event is missing
    base.on("shipped", { run: () => 1 });
    // @ts-expect-error a finaliser runs once
    base.on("shipped", { event: ordered, run: () => 1, always: true });
    // @ts-expect-error a capacity is a number
    base.on("shipped", { event: ordered, run: () => 1, capacity: "many" });
  });

  it("can be added in a loop", () => {
    let built: AnyWorkflow = base;
    for (const name of ["a", "b"]) {
      built = built.on(name, { event: ordered, params: { id: ({ event }) => event.id }, run: ({ id }) => id });
    }
  });
});
