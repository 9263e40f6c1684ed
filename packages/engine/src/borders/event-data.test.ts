import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DefinitionError } from "../errors/definition-errors.ts";
import { InputError } from "../errors/input-error.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { parseEventData, parseEventDataNow } from "./event-data.ts";

const call = { place: 'context.emit of step "draft"' };
const progress = { name: "progress", schema: z.object({ done: z.number(), of: z.number().default(100) }) };
const anything = { name: "anything", schema: null };
const slow = { name: "slow", schema: z.string().refine(async (text) => text !== "no", "Taken") };

describe("the data of an event", () => {
  it("are what its schema makes of them, recorded as a copy", () => {
    const given = { done: 5 };
    const parsed = parseEventData(progress, given, call);
    expect(parsed).toEqual({ done: 5, of: 100 });
    expect(Object.isFrozen(parsed)).toBe(true);
    expect(given).toEqual({ done: 5 });
  });

  it("are recorded as they are where the event has no schema", () => {
    const given = { words: ["a"] };
    const parsed = parseEventData(anything, given, call);
    expect(parsed).toEqual(given);
    expect(parsed).not.toBe(given);
    expect(parseEventData(anything, undefined, call)).toBeUndefined();
  });

  it("are refused with the name of the event and the paths", () => {
    expect(() => parseEventData(progress, { done: "x" }, call)).toThrow(
      new InputError('The data of event "progress"', [
        { path: ".done", message: "Invalid input: expected number, received string" },
      ]),
    );
    expect(() => parseEventDataNow(progress, 5, call)).toThrow(
      'The data of event "progress" does not match its schema: Invalid input: expected object, received number.',
    );
  });

  it("are refused if they cannot be kept", () => {
    expect(() => parseEventData(anything, { later: () => 1 }, call)).toThrow(
      'The data of event "anything" cannot be recorded: .later is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });

  it("may hold instances of the classes that are known", () => {
    class Money {
      readonly cents: number;
      constructor(cents: number) {
        this.cents = cents;
      }
    }
    const classes = createClassRegistry();
    classes.registerClass(Money, { encode: ({ cents }) => cents, decode: (cents: number) => new Money(cents) });
    expect(parseEventData(anything, [new Money(5)], { ...call, classes })).toEqual([new Money(5)]);
    expect(() => parseEventData(anything, [new Money(5)], call)).toThrow("[0] is");
  });
});

describe("an event with an asynchronous schema", () => {
  it("gives its data later", async () => {
    const parsed = parseEventData(slow, "yes", call);
    expect(parsed).toBeInstanceOf(Promise);
    await expect(parsed).resolves.toBe("yes");
    await expect(parseEventData(slow, "no", call)).rejects.toThrow(
      'The data of event "slow" does not match its schema: Taken.',
    );
  });

  it("is refused where nothing can wait, and leaves no rejection behind", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    expect(() => parseEventDataNow(slow, "no", call)).toThrow(
      new DefinitionError(
        'context.emit of step "draft" got event "slow", whose schema is asynchronous. Check the data before, and give the event a schema without asynchronous refinements or transforms.',
      ),
    );
    await new Promise((resolve) => setImmediate(resolve)); // Node reports after its microtasks
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
});

describe("what is no event", () => {
  const wayOut = "Give an event as defineEvent(name, schema) makes it.";

  it.each<[string, unknown, string]>([
    ["a text", "progress", `context.emit of step "draft" got "progress" as its event. ${wayOut}`],
    ["nothing", undefined, `context.emit of step "draft" got undefined as its event. ${wayOut}`],
    ["null", null, `context.emit of step "draft" got null as its event. ${wayOut}`],
    ["another object", { type: "progress" }, `context.emit of step "draft" got an object ([object Object]) as its event. ${wayOut}`], // biome-ignore format: one line
    ["one without a name", { name: "", schema: null }, `context.emit of step "draft" got an event with "" as its name. ${wayOut}`], // biome-ignore format: one line
    ["one whose name is no text", { name: 5, schema: null }, `context.emit of step "draft" got an event with 5 as its name. ${wayOut}`], // biome-ignore format: one line
    ["one whose schema is none", { name: "progress", schema: { parse: String } }, 'context.emit of step "draft" got event "progress" with an object ([object Object]) as its schema. Give it a schema of zod 4, or null where anything goes.'], // biome-ignore format: one line
  ])("is refused: %s", (_what, event, message) => {
    expect(() => parseEventData(event, 1, call)).toThrow(new DefinitionError(message));
  });
});
