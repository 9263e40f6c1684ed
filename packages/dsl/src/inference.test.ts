import { type DefinitionError, getRunContext, type LambdaScope } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { inferLambda } from "./inference.ts";

const steps = ["fetchUsers", "fetchOrders", "price"];
const place = { workflow: "report", step: "merge", parameter: "users", always: false };

function infer(lambda: (scope: LambdaScope) => unknown, at = {}, names: readonly string[] = steps) {
  const known = new Set(names);
  return inferLambda(lambda, { ...place, ...at }, { has: (name) => known.has(name), names: () => names });
}

const readsOf = (lambda: (scope: LambdaScope) => unknown) => infer(lambda).lambda.reads;

/** What a lambda reads of `fetchUsers`. */
const pathsOf = (lambda: (users: never) => unknown) =>
  readsOf(({ stepSpan }) => lambda(stepSpan("fetchUsers") as never)).map(({ path }) => path.join("."));

describe("an inferred lambda", () => {
  it("has a read with its path, certainty and mode", () => {
    expect(readsOf(({ stepSpan }) => stepSpan("price", { default: null })?.output ?? [])).toEqual([
      { step: "price", path: ["output"], certainty: "required", mode: "default" },
    ]);
  });

  it("is evaluated by the function itself", () => {
    const lambda = () => 1;
    expect(infer(lambda).lambda.evaluate).toBe(lambda);
  });

  it("has one read for each path, and none that another begins with", () => {
    const lambda = ({ stepSpan }: LambdaScope) => {
      const users = stepSpan("fetchUsers") as unknown as { output: { a: { b: 1; c: 2 }; d: 3 } };
      const { a } = users.output;
      return [users, a.b, a.c, users.output.d, a.b];
    };
    expect(readsOf(lambda).map(({ path }) => path)).toEqual([
      ["output", "a", "b"],
      ["output", "a", "c"],
      ["output", "d"],
    ]);
  });

  it("has a read for each mode", () => {
    const lambda = ({ stepSpan }: LambdaScope) => [stepSpan("price", { settled: true }), stepSpan("price")];
    expect(readsOf(lambda).map(({ mode }) => mode)).toEqual(["settled", "plain"]);
  });

  it("takes the mode from tracing where the source does not tell", () => {
    const options = { default: null };
    expect(readsOf(({ stepSpan }) => stepSpan("price", options)).map(({ mode }) => mode)).toEqual(["default"]);
  });

  it("takes paths from tracing where the source does not tell", () => {
    expect(pathsOf(({ output }: { output: { x: { y: 1 } } }) => output.x.y)).toEqual(["output.x.y"]);
    expect(pathsOf(({ output: [first] }: { output: string[] }) => first)).toEqual(["output"]);
    expect(pathsOf(({ output }: { output: string[] }) => output.map((item) => item.length))).toEqual(["output"]);
  });

  it("names a wide or deep read by what holds it", () => {
    const wide = ({ output }: { output: number[] }) => Array.from({ length: 100 }, (_, index) => output[index]);
    const deep = (users: Record<string, never>) => "abcdefghijk".split("").reduce((value, key) => value[key]!, users);
    expect(pathsOf(wide)).toEqual(["output"]);
    expect(pathsOf(deep)).toEqual(["a.b.c.d.e.f.g.h"]);
  });

  it("has the reads of getData", () => {
    expect(readsOf(() => getRunContext().getData("fetchUsers.output.first"))).toEqual([
      { step: "fetchUsers", path: ["output", "first"], certainty: "required", mode: "default" },
    ]);
    expect(readsOf(() => [getRunContext().getData(".input.day"), getRunContext().getData("..input")])).toEqual([]);
  });

  it("takes the longest name that fits a key of getData", () => {
    const lambda = () => getRunContext().getData("fetch.users.output");
    const namesOf = (names: readonly string[]) => infer(lambda, {}, names).lambda.reads.map(({ step }) => step);
    expect(namesOf(["fetch", "fetch.users"])).toEqual(["fetch.users"]);
    expect(namesOf(["fetch"])).toEqual(["fetch"]);
  });

  it("waits once for five thousand listed names", () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `step${index}`);
    const { reads } = infer(({ stepSpan }) => names.map((name) => stepSpan(name).output), {}, names).lambda;
    expect(reads).toHaveLength(5_000);
    expect(new Set(reads.map(({ certainty }) => certainty))).toEqual(new Set(["required"]));
  });

  it("has all reads of a helper function that makes five thousand", () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `step${index}`);
    const helper = ({ stepSpan }: LambdaScope) => names.map((name) => [stepSpan(name).output, stepSpan(name).vars]);
    const { reads } = infer((scope) => helper(scope), {}, names).lambda;
    expect(new Set(reads.map(({ step, certainty }) => `${step} ${certainty}`)).size).toBe(5_000);
    expect(new Set(reads.map(({ certainty }) => certainty))).toEqual(new Set(["dynamic"]));
  });
});

describe("a name that is no earlier step", () => {
  it.each([
    [
      "with a suggestion",
      ({ stepSpan }: LambdaScope) => stepSpan("fetchUser").output,
      {},
      'Step "merge" of workflow "report" reads "fetchUser" in parameter "users", but there is no earlier step of that name. Did you mean "fetchUsers"?',
    ],
    [
      "without one",
      ({ stepSpan }: LambdaScope) => stepSpan("other").output,
      { parameter: null },
      'Step "merge" of workflow "report" reads "other" in its guard, but there is no earlier step of that name. Correct the name, or write that step before this one.',
    ],
    [
      "because it is the step itself",
      ({ stepSpan }: LambdaScope) => stepSpan("merge").output,
      {},
      'Step "merge" of workflow "report" reads itself in parameter "users", but only earlier steps can be read. Read the step whose output it needs.',
    ],
    [
      "in what the workflow returns",
      ({ stepSpan }: LambdaScope) => stepSpan("fetchUser").output,
      { step: null, parameter: null },
      'The returns lambda of workflow "report" reads "fetchUser", but there is no earlier step of that name. Did you mean "fetchUsers"?',
    ],
    [
      "read by getData",
      () => getRunContext().getData("fetchUser.output"),
      {},
      'Step "merge" of workflow "report" reads "fetchUser" in parameter "users", but there is no earlier step of that name. Did you mean "fetchUsers"?',
    ],
    [
      "from a list",
      ({ stepSpan }: LambdaScope) => ["fetchUsers", "fetchOrder"].map((name) => stepSpan(name).output),
      {},
      'Step "merge" of workflow "report" reads "fetchOrder" in parameter "users", but there is no earlier step of that name. Did you mean "fetchOrders"?',
    ],
  ])("is refused %s", (_, lambda, at, message) => {
    expect(() => infer(lambda, at)).toThrow(expect.objectContaining({ name: "DefinitionError", message }));
  });

  it("is warned of where tracing does not get", () => {
    const lambda = ({ input, stepSpan }: LambdaScope) => (input ? 1 : stepSpan("fetchUser").output);
    expect(infer(lambda).warnings).toEqual([
      {
        step: "merge",
        parameter: "users",
        message:
          'Step "merge" of workflow "report" may read "fetchUser" in parameter "users", but there is no earlier step of that name. Did you mean "fetchUsers"?',
      },
    ]);
    expect(infer(lambda).lambda.reads).toEqual([]);
  });

  it("is left to the run if it is computed from what only a run brings", () => {
    const days = { monday: "price" } as Record<string, string>;
    const lambda = ({ input, stepSpan }: LambdaScope) => stepSpan(days[String(input)] ?? "nowhere").output;
    expect(infer(lambda)).toMatchObject({ lambda: { reads: [] }, warnings: [] });
  });
});

describe("an async lambda", () => {
  const message =
    'Step "merge" of workflow "report" has an async lambda in parameter "users". A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.';

  it.each([
    ["an async function", async () => 1],
    ["an async method", { async lambda() {} }.lambda],
    ["a generator", function* () {}],
    ["an async generator", async function* () {}],
    ["a function that returns a promise", () => Promise.resolve(1)],
    ["a function that returns a promise that is rejected", () => Promise.reject(new Error("ignored"))],
    [
      "a function that awaits a span",
      ({ stepSpan }: LambdaScope) => (async () => (await (stepSpan("price").output as Promise<string>)).length)(),
    ],
  ])("is refused: %s", (_, lambda) => {
    expect(() => infer(lambda)).toThrow(expect.objectContaining({ name: "DefinitionError", message }));
  });

  it("is refused as a guard, and as what the workflow returns", () => {
    const guard = { parameter: null };
    const returns = { step: null, parameter: null };
    expect(() => infer(async () => true, guard)).toThrow(/^Step "merge" of .* has an async lambda in its guard\. A /);
    expect(() => infer(async () => true, returns)).toThrow(/^The returns lambda of workflow "report" is async\. A /);
  });

  it("is not what returns something with a then of a proxy", () => {
    expect(readsOf(({ stepSpan }) => stepSpan("price").output)).toHaveLength(1);
  });
});

describe("tracing", () => {
  it("ends, and leaves the exported functions without a context", () => {
    infer(({ stepSpan }) => stepSpan("price").output);
    expect(() => getRunContext()).toThrow(/outside of a run/ satisfies RegExp as DefinitionError & RegExp);
  });

  it("can be done inside of another lambda", () => {
    let inner: unknown;
    const lambda = ({ stepSpan }: LambdaScope) => {
      inner = readsOf((scope) => scope.stepSpan("fetchOrders").output).map(({ step }) => step);
      return stepSpan("price").output;
    };
    expect(readsOf(lambda).map(({ step }) => step)).toEqual(["price"]);
    expect(inner).toEqual(["fetchOrders"]);
  });
});
