import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { InputError } from "../errors/input-error.ts";
import type { Schema } from "../plan/schema.ts";
import { parseAtBorder } from "./parse-at-border.ts";

const what = 'The input of step "merge"';

function refusalOf(schema: Schema, value: unknown): InputError {
  try {
    parseAtBorder(schema, value, what);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error("It was let through.");
}

const order = z.object({ id: z.string(), items: z.array(z.object({ price: z.number().min(1) })) });

describe("a value at a border", () => {
  it("comes out as the schema makes it", () => {
    const schema = z.object({ day: z.string().trim(), limit: z.number().default(10), at: z.coerce.date() });
    expect(parseAtBorder(schema, { day: " mon ", at: "2026-11-20", extra: 1 }, what)).toEqual({
      day: "mon",
      limit: 10,
      at: new Date("2026-11-20"),
    });
  });

  it("is untouched itself", () => {
    const value = { day: " mon " };
    parseAtBorder(z.object({ day: z.string().trim() }), value, what);
    expect(value).toEqual({ day: " mon " });
  });

  it("is refused with the path of each issue", () => {
    const error = refusalOf(order, { id: 5, items: [{ price: 2 }, { price: 0 }, {}] });
    expect(error.message).toBe(
      'The input of step "merge" does not match its schema: .id: Invalid input: expected string, received number; .items[1].price: Too small: expected number to be >=1; .items[2].price: Invalid input: expected number, received undefined.',
    );
    expect(error.issues.map((issue) => issue.path)).toEqual([".id", ".items[1].price", ".items[2].price"]);
  });

  const bySymbol = Symbol("key");

  it.each<[string, Schema, unknown, string[]]>([
    ["itself", z.string(), 5, [""]],
    ["a tuple", z.tuple([z.string(), z.number()]), ["a", "b"], ["[1]"]],
    ["nested arrays", z.array(z.array(z.number())), [[1], [2, "x"]], ["[1][1]"]],
    ["a record", z.record(z.string(), z.number()), { ok: 1, "content-type": "x" }, ['["content-type"]']],
    ["a record's key with a dot", z.record(z.string(), z.number()), { "a.b": "x" }, ['["a.b"]']],
    ["a record's symbol", z.record(z.string(), z.number()), { [bySymbol]: 1 }, ["[Symbol(key)]"]],
    ["a map", z.map(z.string(), z.number()), new Map([["a", "x"]]), [".a"]],
    ["an unknown key", z.strictObject({ a: z.number() }), { a: 1, b: 2 }, [""]],
    ["a union", z.object({ u: z.union([z.string(), z.number()]) }), { u: true }, [".u"]],
    [
      "a path of one's own",
      z
        .object({ from: z.number(), to: z.number() })
        .refine(({ from, to }) => from < to, { path: ["to"], message: "Too early" }),
      { from: 2, to: 1 },
      [".to"],
    ],
    ["a schema of zod mini", mini.object({ day: mini.string() }), {}, [".day"]],
  ])("is refused with the path that leads there: %s", (_name, schema, value, paths) => {
    expect(refusalOf(schema, value).issues.map((issue) => issue.path)).toEqual(paths);
  });

  it("is refused with the words of the schema", () => {
    const schema = z.object({ day: z.string({ error: "Give a day." }) });
    expect(refusalOf(schema, {}).message).toBe(
      'The input of step "merge" does not match its schema: .day: Give a day.',
    );
  });

  it("passes on what a transform throws", () => {
    const thrown = new Error("boom");
    const schema = z.string().transform(() => {
      throw thrown;
    });
    expect(() => parseAtBorder(schema, "x", what)).toThrow(thrown);
  });
});

describe("an asynchronous schema", () => {
  it("gives a promise, a synchronous one none", async () => {
    const schema = z.string().refine(async (text) => text !== "no");
    expect(parseAtBorder(z.string(), "yes", what)).toBe("yes");
    const parsed = parseAtBorder(schema, "yes", what);
    expect(parsed).toBeInstanceOf(Promise);
    await expect(parsed).resolves.toBe("yes");
  });

  it("rejects with the paths of all issues", async () => {
    const schema = z.object({ a: z.string().refine(async () => false, "Taken"), b: z.number() });
    await expect(parseAtBorder(schema, { a: "x", b: "y" }, what)).rejects.toEqual(
      new InputError(what, [
        { path: ".b", message: "Invalid input: expected number, received string" },
        { path: ".a", message: "Taken" },
      ]),
    );
  });

  it("is run once: a first, synchronous try would call transforms and look-ups twice", async () => {
    const calls: string[] = [];
    const schema = z.object({
      a: z.string().transform((text) => {
        calls.push("transform");
        return text.length;
      }),
      b: z.string().refine(async () => {
        calls.push("look-up");
        return true;
      }),
    });
    await expect(parseAtBorder(schema, { a: "text", b: "x" }, what)).resolves.toEqual({ a: 4, b: "x" });
    expect(calls).toEqual(["transform", "look-up"]);
  });

  it("rejects with what a look-up throws, and leaves no rejection behind that nobody handles", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const schema = z.string().refine(async () => {
      throw new Error("The database is gone.");
    });
    await expect(parseAtBorder(schema, "x", what)).rejects.toThrow(new Error("The database is gone."));
    await new Promise((resolve) => setImmediate(resolve)); // Node reports after its microtasks
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
});
