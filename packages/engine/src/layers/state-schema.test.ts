import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { keptState, thrownBy } from "../../../../test/support/kept-state.ts";
import { initialState } from "./initial-state.ts";

const what = 'The state of workflow "w"';
const nothingChanged = "Give what the schema accepts; nothing has changed.";

function refusal(kept: ReturnType<typeof keptState>, call: () => unknown): string {
  const before = kept.source.values().all();
  const error = thrownBy(call);
  expect(error).toMatchObject({ name: "StateError", code: "STATE" });
  expect(kept.source.values().all()).toBe(before);
  return error.message;
}

describe("a declared key", () => {
  it.each([
    ["classic", z.object({ count: z.number(), order: z.object({ items: z.array(z.number()) }) })],
    ["mini", mini.object({ count: mini.number(), order: mini.object({ items: mini.array(mini.number()) }) })],
  ])("is checked on each change before anything changes: zod %s", (_, schema) => {
    const kept = keptState({}, schema);
    const { layer } = kept;
    const invalid = (path: string, expected: string, received: string) =>
      `${what} does not match its schema: ${path}: Invalid input: expected ${expected}, received ${received}. ${nothingChanged}`;
    layer.set("count", 1);
    layer.merge("order", { items: [1] });
    expect(refusal(kept, () => layer.set("count", "2"))).toBe(invalid(".count", "number", "string"));
    expect(refusal(kept, () => layer.append("count", 2))).toContain("it is a number, not a list");
    expect(refusal(kept, () => layer.merge("order", { items: [1, "2"] }))).toBe(invalid(".order.items[1]", "number", "string")); // biome-ignore format: one line
    const update = () => layer.update((draft) => { (draft.order as { items: unknown[] }).items.push(null); draft.count = 5; }); // biome-ignore format: one line
    expect(refusal(kept, update)).toBe(invalid(".order.items[1]", "number", "null"));
    layer.update((draft) => (draft.order as { items: number[] }).items.push(2));
    expect([layer.get("order"), layer.get("count")]).toEqual([{ items: [1, 2] }, 1]);
    expect(kept.commits.at(-1)).toEqual([{ op: "add", path: ["order", "items", 1], value: 2 }]);
  });

  it("is not missing before it is set, and may be deleted again", () => {
    const { layer } = keptState({}, z.object({ a: z.string(), b: z.string() }));
    layer.set("a", "x");
    expect([layer.delete("a"), layer.has("a"), layer.has("b")]).toEqual([true, false, false]);
  });

  it("is checked only when it changes", () => {
    let checks = 0;
    const counted = z.number().refine(() => ++checks > 0);
    const { layer } = keptState({}, z.object({ a: counted, b: z.number() }));
    layer.set("a", 1);
    layer.set("b", 1);
    layer.update((draft) => { draft.b = 2; }); // biome-ignore format: one line
    expect(checks).toBe(1);
  });

  it("holds what its schema makes of the value", () => {
    const schema = z.object({
      day: z.coerce.date(),
      text: z.string().trim(),
      list: z.array(z.object({ n: z.number().default(5) })),
      secret: z.object({ open: z.string() }),
    });
    const { layer, commits } = keptState({}, schema);
    layer.set("day", "2026-11-20");
    layer.set("text", "  x ");
    layer.append("list", {});
    layer.append("list", { n: 1 });
    layer.set("secret", { open: "a", hidden: "b" });
    expect(layer.get("day")).toEqual(new Date("2026-11-20"));
    expect([layer.get("text"), layer.get("list")]).toEqual(["x", [{ n: 5 }, { n: 1 }]]);
    expect(layer.get("secret")).toEqual({ open: "a" });
    expect(commits[3]).toEqual([{ op: "add", path: ["list", 1], value: { n: 1 } }]);
    layer.update((draft) => (draft.list as unknown[]).push({}));
    expect(layer.get("list")).toEqual([{ n: 5 }, { n: 1 }, { n: 5 }]);
  });

  it("commits nothing if its schema makes the value that is there of what is set", () => {
    const { layer, commits } = keptState({ text: "x" }, z.object({ text: z.string().trim() }));
    layer.set("text", " x ");
    expect(commits).toEqual([]);
  });

  it("may be named like what all objects have", () => {
    const kept = keptState({}, z.object({ toString: z.number() }));
    kept.layer.set("toString", 1);
    kept.layer.set("valueOf", "anything");
    expect(refusal(kept, () => kept.layer.set("toString", "x"))).toContain(".toString: Invalid input");
  });
});

describe("an undeclared key", () => {
  it("holds anything, unless the schema is strict", () => {
    for (const schema of [z.object({ count: z.number() }), z.looseObject({ count: z.number() })]) {
      const { layer } = keptState({}, schema);
      layer.set("other", { any: "thing" });
      expect(layer.get("other")).toEqual({ any: "thing" });
    }
    const kept = keptState({}, z.strictObject({ count: z.number() }));
    expect(refusal(kept, () => kept.layer.set("cuont", 1))).toBe(
      `${what} does not declare "cuont". Did you mean "count"? Declare it in the schema, or make the schema one that is not strict; nothing has changed.`,
    );
  });

  it("is checked by the schema's catchall", () => {
    const kept = keptState({}, z.object({ count: z.number() }).catchall(z.string()));
    kept.layer.set("other", "x");
    expect(refusal(kept, () => kept.layer.set("other", 1))).toBe(
      `${what} does not match its schema: .other: Invalid input: expected string, received number. ${nothingChanged}`,
    );
  });
});

describe("checks over several keys", () => {
  const range = z.object({ from: z.number(), to: z.number(), note: z.string().optional() }).refine(({ from, to }) => from <= to, { message: "from is after to", path: ["to"] }); // biome-ignore format: one line

  it("run once all keys are there that must be", () => {
    const kept = keptState({}, range);
    kept.layer.set("from", 5);
    expect(refusal(kept, () => kept.layer.set("to", 4))).toBe(
      `${what} does not match its schema: .to: from is after to. ${nothingChanged}`,
    );
    kept.layer.set("to", 5);
    expect(refusal(kept, () => kept.layer.update((draft) => { draft.from = 6; }))).toContain("from is after to"); // biome-ignore format: one line
  });

  it("without a path speak of the whole", () => {
    const kept = keptState(
      {},
      z.object({ a: z.number() }).refine(({ a }) => a > 0, "not enough"),
    );
    expect(refusal(kept, () => kept.layer.set("a", 0))).toBe(
      `${what} does not match its schema: not enough. ${nothingChanged}`,
    );
  });

  it("cannot reach into the state", () => {
    const reaching = z.object({ seen: z.map(z.string(), z.number()) }).refine(({ seen }) => seen.set("b", 2));
    const { layer } = keptState({}, reaching);
    layer.set("seen", new Map([["a", 1]]));
    expect(layer.get("seen")).toEqual(new Map([["a", 1]]));
  });
});

describe("a schema that cannot be used", () => {
  it("is refused if it is asynchronous, in a key or as a whole, and its rejection is lost", () => {
    const kept = keptState({}, z.object({ a: z.string().refine(() => Promise.reject(new Error("late"))) }));
    expect(refusal(kept, () => kept.layer.set("a", "x"))).toBe(
      `${what} cannot be checked: its schema is asynchronous at .a. Check without promises; nothing has changed.`,
    );
    const whole = keptState(
      {},
      z.object({ a: z.string() }).refine(async () => true),
    );
    expect(refusal(whole, () => whole.layer.set("a", "x"))).toBe(
      `${what} cannot be checked: its schema is asynchronous. Check without promises; nothing has changed.`,
    );
  });

  it("is refused if it is no object", () => {
    const { layer } = keptState({}, z.record(z.string(), z.number()));
    expect(thrownBy(() => layer.set("a", 1))).toMatchObject({
      code: "DEFINITION",
      message: 'A state is declared by a schema of type "record". Declare it by z.object({ … }).',
    });
  });
});

describe("initialState", () => {
  const initial = (schema: z.ZodType | null) => initialState(keptState({}, schema).source);

  it("holds the defaults of the schema, and nothing for other keys", () => {
    const schema = z.object({
      count: z.number().default(0),
      list: z.array(z.number()).default(() => [1]),
      caught: z.number().catch(3),
      doubled: z.number().default(1).transform((n) => n * 2), // biome-ignore format: one line
      optional: z.string().optional(),
      required: z.string(),
      anything: z.any(),
      coerced: z.coerce.string(),
    });
    const values = initial(schema);
    expect(values).toEqual({ count: 0, list: [1], caught: 3, doubled: 2 });
    expect([values, values.list].every(Object.isFrozen)).toBe(true);
  });

  it("is empty without a schema", () => {
    expect(initial(null)).toEqual({});
  });

  it("is refused for a default that is asynchronous, or that the schema refuses itself", () => {
    const late = z.object({ a: z.number().default(1).transform(async (n) => n) }); // biome-ignore format: one line
    expect(thrownBy(() => initial(late)).message).toBe(
      `${what} cannot be checked: its schema is asynchronous at .a. Check without promises; nothing has changed.`,
    );
    const wrong = z.object({ a: z.string().prefault("x").refine((text) => text !== "x", "no x") }); // biome-ignore format: one line
    expect(thrownBy(() => initial(wrong)).message).toBe(
      `${what} does not match its schema: .a: no x. ${nothingChanged}`,
    );
  });
});
