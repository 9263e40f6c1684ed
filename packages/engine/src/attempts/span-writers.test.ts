import { describe, expect, it } from "vitest";
import type { RunEvent } from "../core/events.ts";
import { record } from "../state/record.ts";
import { createSpanWriters } from "./span-writers.ts";

function writersOf(vars: Record<string, unknown> = {}) {
  const events: Partial<RunEvent>[] = [];
  return {
    events,
    ...createSpanWriters({ path: "fetch", step: "fetch", vars: () => vars, record }, (event) => events.push(event)),
  };
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error("Nothing was thrown.");
}

const badNames: [unknown, string][] = [
  ["", '""'],
  ["__proto__", '"__proto__"'],
  ["prototype", '"prototype"'],
  ["constructor", '"constructor"'],
  [undefined, "undefined"],
  [null, "null"],
  [5, "5"],
  [5n, "5"],
  [Symbol("x"), "Symbol(x)"],
];

describe("context.span", () => {
  it("sets a variable to a recorded copy", () => {
    const { span, events } = writersOf();
    const value = { pages: [1] };
    span.set("progress", value);
    span.set("toString", undefined);
    value.pages.push(2);
    expect(events).toEqual([
      { type: "variable-set", path: "fetch", name: "progress", value: { pages: [1] } },
      { type: "variable-set", path: "fetch", name: "toString", value: undefined },
    ]);
    expect(Object.isFrozen((events[0] as { value: unknown }).value)).toBe(true);
  });

  it("gets what is set, copied where it cannot be frozen, and undefined for what is not", () => {
    const seen = new Map([["a", 1]]);
    const { span } = writersOf({ status: "active", seen });
    expect(span.get("status")).toBe("active");
    (span.get("seen") as typeof seen).clear();
    expect(span.get("seen")).toEqual(new Map([["a", 1]]));
    expect([span.get("missing"), span.get("toString"), span.get("__proto__")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(badNames)("refuses the name %s", (name, shown) => {
    const { span, events } = writersOf();
    expect(messageOf(() => span.set(name as string, 1))).toBe(
      `DefinitionError: context.span.set of step "fetch" got the name ${shown}. Give a name that is not empty and not one of __proto__, prototype, constructor.`,
    );
    expect(events).toEqual([]);
  });

  it("refuses a value that cannot be recorded", () => {
    const { span, events } = writersOf();
    expect(messageOf(() => span.set("client", { call: () => 1 }))).toBe(
      'SerializationError: Variable "client" of step "fetch" cannot be recorded: .call is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
    expect(events).toEqual([]);
  });
});

describe("context.usage", () => {
  it("adds amounts, nothing and fractions too", () => {
    const { usage, events } = writersOf();
    for (const amount of [120, 0, 0.5]) usage.add("tokens", amount);
    expect(events).toEqual(
      [120, 0, 0.5].map((amount) => ({ type: "usage-added", path: "fetch", unit: "tokens", amount })),
    );
  });

  it.each<[unknown, string]>([
    [Number.NaN, "NaN"],
    [-1, "-1"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    ["5", '"5"'],
    [5n, "5"],
    [undefined, "undefined"],
    [null, "null"],
  ])("refuses the amount %s", (amount, shown) => {
    const { usage, events } = writersOf();
    expect(messageOf(() => usage.add("tokens", amount as number))).toBe(
      `DefinitionError: context.usage.add of step "fetch" got ${shown} for "tokens". Give a finite number of at least 0.`,
    );
    expect(events).toEqual([]);
  });

  it.each(badNames)("refuses the unit %s", (unit, shown) => {
    const { usage, events } = writersOf();
    expect(messageOf(() => usage.add(unit as string, 1))).toBe(
      `DefinitionError: context.usage.add of step "fetch" got the name ${shown}. Give a name that is not empty and not one of __proto__, prototype, constructor.`,
    );
    expect(events).toEqual([]);
  });
});

describe("context.log", () => {
  it("writes a line of each level, with its fields as a copy", () => {
    const { log, events } = writersOf();
    const fields = { page: 1 };
    log.debug("one");
    log.info("two", fields);
    log.warn("three", {});
    log.error("four");
    fields.page = 2;
    expect(events).toEqual([
      { type: "log-written", path: "fetch", level: "debug", message: "one", fields: {} },
      { type: "log-written", path: "fetch", level: "info", message: "two", fields: { page: 1 } },
      { type: "log-written", path: "fetch", level: "warn", message: "three", fields: {} },
      { type: "log-written", path: "fetch", level: "error", message: "four", fields: {} },
    ]);
  });

  it("makes text of a message that is none", () => {
    const { log, events } = writersOf();
    log.info(new Error("boom") as never);
    log.info(5 as never);
    expect(events.map((event) => (event as { message: string }).message)).toEqual(["Error: boom", "5"]);
  });

  it("refuses fields that cannot be recorded", () => {
    const { log } = writersOf();
    expect(messageOf(() => log.info("hello", { user: { save() {} } }))).toBe(
      'SerializationError: The fields of a log line of step "fetch" cannot be recorded: .user.save is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });
});
