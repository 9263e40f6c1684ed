import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "./define-event.ts";

const define: (name?: unknown, schema?: unknown) => unknown = defineEvent as never; // what the compiler refuses is checked at run time too

describe("defineEvent", () => {
  it("keeps the name and the schema, frozen", () => {
    const schema = z.object({ done: z.number() });
    const event = defineEvent("progress", schema);
    expect([event.name, event.schema]).toEqual(["progress", schema]);
    expect(Object.isFrozen(event)).toBe(true);
  });

  it("has no schema if none is given", () => {
    expect(defineEvent("tick")).toEqual({ name: "tick", schema: null });
  });

  it.each([
    [undefined, undefined, "defineEvent() got undefined as the name. Give a text that is not empty."],
    ["", undefined, 'defineEvent() got "" as the name. Give a text that is not empty.'],
    ["tick", { type: "object" }, 'Event "tick" got an object as its schema. Give a schema of zod 4.'],
    ["tick", null, 'Event "tick" got null as its schema. Give a schema of zod 4.'],
  ])("refuses %o with %o", (name, schema, message) => {
    expect(() => define(name, schema)).toThrow(new DefinitionError(message));
  });
});
