import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lambdaOf, parameterOf, stepOf } from "../../../../test/support/definitions.ts";
import type { Parameter } from "../plan/definition.ts";
import type { Schema } from "../plan/schema.ts";
import { record } from "../state/record.ts";
import { createValues } from "../state/values.ts";
import { type Params, ParamValues, paramsForAttempt, recordParams } from "./params.ts";

const own = createValues(null);

const lambda = lambdaOf(() => null);

function constant(name: string, value: unknown): Parameter {
  return { name, kind: "constant", value };
}

/** What the lambdas of a step gave, by the names of the parameters. */
function given(values: Params): ParamValues {
  const all = new ParamValues();
  for (const [name, value] of Object.entries(values)) all.add(name, record(value, "A value"));
  return all;
}

/** What is recorded, and what an attempt gets, when the lambdas have given these values. */
function passed(params: readonly Parameter[], values: Params, input: Schema | null = null) {
  const step = stepOf("merge", { params, input });
  const recorded = recordParams(step, given(values), own) as Params; // synchronous schemas only
  return {
    recorded,
    given: paramsForAttempt(step, recorded, own) as Record<string, unknown>,
    again: () => paramsForAttempt(step, recorded, own),
  };
}

const format = () => "formatted";

describe("the parameters of a step without a schema", () => {
  it("are recorded and given in the order written, constants among them", () => {
    const { recorded, given } = passed([constant("b", 1), parameterOf("a", lambda), constant("c", [2])], { a: "x" });
    expect(Object.entries(recorded)).toEqual([["b", 1], ["a", "x"], ["c", [2]]]); // biome-ignore format: one line
    expect(Object.entries(given)).toEqual(Object.entries(recorded));
  });

  it("are none for a step that has none", () => {
    expect(passed([], {})).toMatchObject({ recorded: {}, given: {} });
  });

  it("are constants as they are: the same object, not frozen", () => {
    const limits = { most: 5 };
    const { recorded, given } = passed([constant("limits", limits)], {});
    expect(given.limits).toBe(limits);
    expect(Object.isFrozen(limits)).toBe(false);
    expect(recorded.limits).toEqual({ most: 5 });
    expect(Object.isFrozen(recorded.limits)).toBe(true);
  });

  it("are literals as they are, and labels in the record", () => {
    const client = new (class Client {})();
    const { recorded, given } = passed(
      [constant("format", format), constant("client", client), constant("many", [format])],
      {},
    );
    expect(recorded).toEqual({ format: "[function format]", client: "[Client]", many: "[Array]" });
    expect([given.format, given.client]).toEqual([format, client]);
    expect(given.format).toBe(format);
  });

  it("are frozen values that all share, and copies of what cannot be frozen for each attempt", () => {
    const { recorded, given, again } = passed([parameterOf("rows", lambda), parameterOf("seen", lambda)], { rows: [{ id: 1 }], seen: new Map([["a", 1]]) }); // biome-ignore format: one line
    expect(given.rows).toBe(recorded.rows);
    (given.seen as Map<string, number>).clear();
    expect((again() as typeof given).seen).toEqual(new Map([["a", 1]]));
  });

  it("are copied for each attempt wherever they stand among those that all share", () => {
    const { given, again } = passed([parameterOf("seen", lambda), parameterOf("a", lambda)], { seen: new Map(), a: 1 });
    expect((again() as typeof given).seen).not.toBe(given.seen);
  });

  it("are refused together by whoever keeps them, though each of them may be kept", () => {
    const tooLarge = (_recorded: unknown, what: string) => {
      if (what.startsWith("The input")) throw new Error(`${what} is too large.`);
    };
    const step = stepOf("merge", { params: [parameterOf("a", lambda)] });
    expect(() => recordParams(step, given({ a: 1 }), createValues(null, tooLarge))).toThrow(
      'The input of step "merge" is too large.',
    );
  });

  it("are an object of its own for each attempt, which may be written to", () => {
    const { given, again } = passed([parameterOf("a", lambda)], { a: 1 });
    given.a = 2;
    expect(again()).toEqual({ a: 1 });
  });

  it.each<[what: string, innermost: object]>([
    ["and can be shared", {}],
    ["and cannot be shared", new Map()],
  ])("are refused if they are nested too deep together %s", (_what, innermost) => {
    let value = innermost;
    for (let level = 0; level < 500; level++) value = { a: value };
    const step = stepOf("merge", { params: [parameterOf("deep", lambda)] });
    expect(() => recordParams(step, given({ deep: value }), own)).toThrow(
      /^The input of step "merge" cannot be recorded: \.deep(\.a){500} is nested more than 500 levels deep\./,
    );
  });
});

describe("the parameters of a step with a schema", () => {
  it("are what the schema makes of them: transformed, with defaults, without what it does not know", () => {
    const schema = z.object({ day: z.string().transform((text) => text.length), limit: z.number().default(10) });
    const { recorded, given } = passed([parameterOf("day", lambda), constant("unknown", 1)], { day: "mon" }, schema);
    expect(recorded).toEqual({ day: 3, limit: 10 });
    expect(given).toEqual({ day: 3, limit: 10 });
    expect(Object.isFrozen(recorded)).toBe(true);
  });

  it("are parsed once, for all attempts", () => {
    let parses = 0;
    const schema = z.object({ a: z.number().transform((value) => value + ++parses) });
    const { given, again } = passed([parameterOf("a", lambda)], { a: 1 }, schema);
    expect([given, again(), parses]).toEqual([{ a: 2 }, { a: 2 }, 1]);
  });

  it("are literals as they are, where the schema lets them through", () => {
    const schema = z.object({ format: z.custom<typeof format>((value) => typeof value === "function") });
    const { recorded, given } = passed([constant("format", format)], {}, schema);
    expect(recorded).toEqual({ format: "[function format]" });
    expect(given.format).toBe(format);
  });

  it("are not the literal where the schema makes another value of it", () => {
    const schema = z.object({ format: z.any().transform((value: () => string) => value()) });
    const { recorded, given } = passed([constant("format", format)], {}, schema);
    expect(recorded).toEqual({ format: "formatted" });
    expect(given).toEqual({ format: "formatted" });
  });

  it("have no literal that the schema dropped", () => {
    const schema = z.object({ a: z.number() });
    const { given } = passed([parameterOf("a", lambda), constant("format", format)], { a: 1 }, schema);
    expect(given).toEqual({ a: 1 });
  });

  it("are the schema's copy of a constant, frozen", () => {
    const limits = { most: 5 };
    const schema = z.object({ limits: z.object({ most: z.number(), least: z.number().default(1) }) });
    const { given } = passed([constant("limits", limits)], {}, schema);
    expect(given.limits).toEqual({ most: 5, least: 1 });
    expect(given.limits).not.toBe(limits);
    expect(Object.isFrozen(given.limits)).toBe(true);
  });

  it("may be no plain object at all", () => {
    const schema = z.object({ a: z.number() }).transform(({ a }) => [a, a]);
    const { recorded, given } = passed([parameterOf("a", lambda)], { a: 1 }, schema);
    expect(recorded).toEqual([1, 1]);
    expect(given).toEqual([1, 1]);
  });

  it("are refused with the paths", () => {
    const schema = z.object({ rows: z.array(z.object({ id: z.number() })) });
    expect(() => passed([parameterOf("rows", lambda)], { rows: [{ id: "x" }] }, schema)).toThrow(
      'The input of step "merge" does not match its schema: .rows[0].id: Invalid input: expected number, received string.',
    );
  });

  it("are refused if the schema makes what cannot be recorded of them", () => {
    const schema = z.object({ a: z.number().transform((value) => ({ get: () => value })) });
    expect(() => passed([parameterOf("a", lambda)], { a: 1 }, schema)).toThrow(
      'The parsed input of step "merge" cannot be recorded: .a.get is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });

  it("come later from an asynchronous schema", async () => {
    const step = stepOf("merge", {
      params: [parameterOf("a", lambda), constant("format", format)],
      input: z.object({ a: z.number().refine(async (value) => value > 0), format: z.any() }),
    });
    const recorded = recordParams(step, given({ a: 1 }), own);
    expect(recorded).toBeInstanceOf(Promise);
    await expect(recorded).resolves.toEqual({ a: 1, format: "[function format]" });
    expect(paramsForAttempt(step, await recorded, own)).toEqual({ a: 1, format });
    await expect(recordParams(step, given({ a: -1 }), own)).rejects.toThrow(
      'The input of step "merge" does not match its schema: .a: Invalid input.',
    );
  });
});
