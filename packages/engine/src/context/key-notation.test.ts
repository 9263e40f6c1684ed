import { describe, expect, it } from "vitest";
import type { Span } from "../spans/span.ts";
import { type KeyOrigins, readByKey, variableOfKey } from "./key-notation.ts";

function spanWith(fields: { input?: unknown; output?: unknown; vars?: object }): Span {
  return { vars: {}, ...fields } as Partial<Span> as Span; // all that a key can lead to
}

const current = spanWith({
  input: { day: "2026-11-20", orders: [{ price: 5 }], when: new Date(0), "": { x: 1 } },
  output: { total: 7 },
  vars: { status: "active", "input-ish": 1 },
});
const parent = spanWith({ input: { tenant: "acme" } });
const steps: Record<string, Span | null> = {
  fetchUsers: spanWith({ output: { items: ["a", "b"] }, input: { limit: 2 }, vars: { pages: 3 } }),
  skipped: null,
  "api.v1": spanWith({ output: "dotted" }),
  "api.v1.users": spanWith({ output: "more dots" }),
};

const origins: KeyOrigins = {
  current,
  parent,
  stepNames: new Map(Object.keys(steps).map((name, index) => [name, index])),
  readStep: (name) => steps[name] ?? null,
};

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toMatchObject({ name: "DefinitionError", code: "DEFINITION" });
    return (error as Error).message;
  }
  throw new Error("Nothing was thrown.");
}

describe("a key", () => {
  it.each([
    [".input", current.input],
    [".input.day", "2026-11-20"],
    [".input.orders.0.price", 5],
    [".input.orders.length", 1],
    [".input..x", 1],
    [".output", { total: 7 }],
    [".output.total", 7],
    [".status", "active"],
    [".input-ish", 1],
    ["..input", { tenant: "acme" }],
    ["..input.tenant", "acme"],
    ["fetchUsers.output", { items: ["a", "b"] }],
    ["fetchUsers.output.items.1", "b"],
    ["fetchUsers.input.limit", 2],
    ["fetchUsers.pages", 3],
    ["api.v1.output", "dotted"],
    ["api.v1.users.output", "more dots"],
  ])("leads to a value: %s", (key, value) => {
    expect(readByKey(key, origins)).toEqual(value);
  });

  it.each([
    ".input.month",
    ".input.day.length",
    ".input.when.getTime",
    ".input.orders.1.price",
    ".input.toString",
    ".custom",
    ".toString",
    ".hasOwnProperty",
    ".output.total.more",
    "..output",
    "..custom",
    "fetchUsers.custom",
    "fetchUsers.output.items.length.more",
    "skipped.output",
    "skipped.output.items",
    "api.v1.users.output.more",
  ])("gives undefined where there is no value: %s", (key) => {
    expect(readByKey(key, origins)).toBeUndefined();
  });

  it.each([
    ["input", '"input"'],
    ["", '""'],
    [undefined, "undefined"],
    [5, "5"],
    [5n, "5"],
    [Symbol("x"), "Symbol(x)"],
    [[".input"], "an object ([object Array])"],
  ])("is refused without a dot: %s", (key, shown) => {
    const text = `The key ${shown} has no dot. Write ".input" for the current span, "..input" for its parent, or "stepName.output" for another step.`;
    expect(messageOf(() => readByKey(key as string, origins))).toBe(text);
    expect(messageOf(() => variableOfKey(key as string))).toBe(text);
  });

  it.each([".", "..", "fetchUsers.", "fetchUsers..output", "..."])("is refused if it names no value: %s", (key) => {
    const text = key === "..." ? "asks for a span 2 levels up" : "names no value. Write";
    expect(messageOf(() => readByKey(key, origins))).toContain(`The key ${JSON.stringify(key)} ${text}`);
  });

  it("says how to name a value", () => {
    expect(messageOf(() => readByKey("fetchUsers.", origins))).toBe(
      'The key "fetchUsers." names no value. Write ".input", ".output" or the name of a variable behind the span.',
    );
  });

  it.each([
    ["fetchUser.output", 'The key "fetchUser.output" names no step of the workflow. Did you mean "fetchUsers"?'],
    ["nobody.output", 'The key "nobody.output" names no step of the workflow.'],
    ["api.v2.output", 'The key "api.v2.output" names no step of the workflow.'],
  ])("is refused for an unknown step: %s", (key, text) => {
    expect(messageOf(() => readByKey(key, origins))).toBe(text);
  });

  it("is refused for a parent that is not there", () => {
    expect(messageOf(() => readByKey("..input", { ...origins, parent: null }))).toBe(
      'The key "..input" asks for a span 1 level up, but there is none. Use fewer dots.',
    );
    expect(messageOf(() => readByKey("....input", origins))).toBe(
      'The key "....input" asks for a span 3 levels up, but there is none. Use fewer dots.',
    );
  });

  it.each([
    [".__proto__", "__proto__"],
    [".input.__proto__.polluted", "__proto__"],
    [".input.constructor", "constructor"],
    ["fetchUsers.output.constructor.prototype", "constructor"],
    ["..prototype", "prototype"],
    ["constructor.output", "constructor"],
  ])("is refused where it leads out of the data: %s", (key, name) => {
    const text = `The key ${JSON.stringify(key)} names ${name}, which is not data. Use another name.`;
    expect(messageOf(() => readByKey(key, origins))).toBe(text);
    expect(messageOf(() => variableOfKey(key))).toBe(text);
  });
});

describe("a key for setData", () => {
  it("names a variable of the current span", () => {
    expect(variableOfKey(".status")).toBe("status");
    expect(variableOfKey(".two words")).toBe("two words");
  });

  it.each([".input", ".output", ".status.deep", "..status", "fetchUsers.status", ".", ".input.day", "status."])(
    "is refused if it names something else: %s",
    (key) => {
      expect(messageOf(() => variableOfKey(key))).toBe(
        `setData cannot set ${JSON.stringify(key)}. It sets variables of the current span: write a dot and a name, for example ".status".`,
      );
    },
  );
});
