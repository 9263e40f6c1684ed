import type { EventDefinition, StepContext } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";

declare const context: StepContext;

describe("defineEvent", () => {
  it("has the data that the schema makes, and takes what the schema parses", () => {
    const due = defineEvent("due", z.object({ at: z.string().transform((text) => new Date(text)) }));
    expectTypeOf(due).toEqualTypeOf<EventDefinition<{ at: Date }, { at: string }>>();
    context.emit(due, { at: "2026-11-20" });
    // @ts-expect-error a Date is no text
    context.send(due, { at: new Date(0) });
    expectTypeOf(context.waitFor(due)).toEqualTypeOf<Promise<{ at: Date }>>();
  });

  it("takes anything without a schema", () => {
    const tick = defineEvent("tick");
    expectTypeOf(tick).toEqualTypeOf<EventDefinition<unknown, unknown>>();
    context.emit(tick, 5);
    expectTypeOf(context.waitFor(tick)).toEqualTypeOf<Promise<unknown>>();
  });

  it("refuses what is no schema", () => {
    // @ts-expect-error 5 is no schema
    defineEvent("tick", 5);
  });
});
