import { runInNewContext } from "node:vm";
import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { literal } from "../literal.ts";
import { workflow } from "../workflow.ts";

const run = () => 1;

function parametersOf(params: unknown) {
  const base = workflow("report").step("fetchUsers", { run });
  return base.step("merge", { run, params: params as {} }).plan.steps[1]!.params; // what the compiler refuses is checked at run time too
}

describe("parameters", () => {
  it("are constants, literals and lambdas, in the order written", () => {
    const list = [1, 2];
    const callback = () => 1;
    const params = parametersOf({
      list,
      callback: literal(callback),
      read: ({ stepSpan }: never) => stepSpan,
      nothing: undefined,
    });
    expect(params.map(({ name, kind }) => [name, kind])).toEqual([
      ["list", "constant"],
      ["callback", "constant"],
      ["read", "lambda"],
      ["nothing", "constant"],
    ]);
    expect(params.map((parameter) => parameter.kind === "constant" && parameter.value)).toEqual([
      list,
      callback,
      false,
      undefined,
    ]);
  });

  it("may come in an object without a prototype, or from another realm", () => {
    expect(parametersOf(Object.assign(Object.create(null), { a: 1 }))).toHaveLength(1);
    expect(parametersOf(runInNewContext("({ a: 1 })"))).toHaveLength(1);
  });

  it("may be named like what every object has", () => {
    const params = { constructor: 1, toString: 2, then: 3, "": 4, "a.b": 5 };
    expect(parametersOf(params).map(({ name }) => name)).toEqual(Object.keys(params));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("parameters are refused with a message for", () => {
  const step = 'Step "merge" of workflow "report"';

  it.each([
    [
      "parameters that are a list",
      [1],
      `${step} got an array as params. Give a plain object, with a constant or a lambda for each parameter.`,
    ],
    [
      "parameters that are null",
      null,
      `${step} got null as params. Give a plain object, with a constant or a lambda for each parameter.`,
    ],
    [
      "parameters of a class",
      new Map(),
      `${step} got an object as params. Give a plain object, with a constant or a lambda for each parameter.`,
    ],
    [
      "parameters with another prototype",
      Object.create({ a: 1 }),
      `${step} got an object as params. Give a plain object, with a constant or a lambda for each parameter.`,
    ],
    [
      "a parameter named __proto__",
      JSON.parse('{"__proto__": 1}'),
      `${step} has a parameter named "__proto__". Give it another name.`,
    ],
    [
      "a parameter named by a symbol",
      { [Symbol("s")]: 1 },
      `${step} has a parameter whose name is a symbol. Give it a text as its name.`,
    ],
    [
      "a promise",
      { users: Promise.resolve(1) },
      `${step} got a promise as parameter "users". Await it in run, or in a step of its own.`,
    ],
    [
      "a class",
      { type: class Order {} },
      `${step} got a class as parameter "type". A function is taken for a lambda: pass the class as literal(Order).`,
    ],
    [
      "an async lambda",
      { users: async () => 1 },
      `${step} has an async lambda in parameter "users". A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.`,
    ],
    [
      "a lambda that reads an unknown step",
      { users: ({ stepSpan }: { stepSpan(name: string): unknown }) => stepSpan("fetchUser") },
      `${step} reads "fetchUser" in parameter "users", but there is no earlier step of that name. Did you mean "fetchUsers"?`,
    ],
  ])("%s", (_, params, message) => {
    expect(() => parametersOf(params)).toThrow(new DefinitionError(message));
  });

  it("a promise that rejects, which disturbs nobody", () => {
    const users = Promise.reject(new Error("nobody waits"));
    expect(() => parametersOf({ users })).toThrow(DefinitionError);
  });
});
