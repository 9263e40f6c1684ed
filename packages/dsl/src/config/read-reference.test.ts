import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { inferLambda } from "../inference.ts";
import { readReference } from "./read-reference.ts";
import type { Reference } from "./reference.ts";
import { lambdaOfReference, referenceOf } from "./reference-lambda.ts";

type Lambda = (scope: never) => unknown;

/** A lambda in plain JavaScript, with nothing but `outside` around it. */
function lambdaOf(source: string): Lambda {
  return new Function("outside", `return ${source}`)({ stepSpan: () => "outside", day: 1 }) as Lambda; // each source is a lambda
}

const references: readonly (readonly [source: string, reference: Reference])[] = [
  ["({ input }) => input", { scope: "input", path: [] }],
  ["({ input }) => input.day", { scope: "input", path: ["day"] }],
  ["(scope) => scope.input.day", { scope: "input", path: ["day"] }],
  ["({ input: given }) => given.a['b c'][0]", { scope: "input", path: ["a", "b c", "0"] }],
  ["function ({ item }) { return item.id; }", { scope: "item", path: ["id"] }],
  [
    "({ previous }) => previous ?? { list: [1, -2], on: true }",
    { scope: "previous", path: [], otherwise: { list: [1, -2], on: true } },
  ],
  ["({ output }) => output.done ?? null", { scope: "output", path: ["done"], otherwise: null }],
  ["({ stepSpan }) => stepSpan('fetch').output.items", { step: "fetch", path: ["output", "items"] }],
  ["(s) => s.stepSpan(`fetch`).output", { step: "fetch", path: ["output"] }],
  ["({ stepSpan: e }) => (e('a', { settled: !0 })).status", { step: "a", read: "settled", path: ["status"] }],
  [
    "({ stepSpan }) => stepSpan('a', { default: null })?.output ?? []",
    { step: "a", read: "default", path: ["output"], otherwise: [] },
  ],
  ["({ stepSpan }) => stepSpan('a', { default: null })", { step: "a", read: "default", path: [] }],
];

const others: readonly string[] = [
  "() => 1",
  "() => outside.day",
  "({ input }) => outside.day",
  "({ input }, other) => input",
  "({ input } = {}) => input",
  "({ input = 1 }) => input",
  "({ ...input }) => input",
  "({ input: { day } }) => day",
  "({ ['input']: input }) => input",
  "({ stepSpan }) => stepSpan",
  "(scope) => scope",
  "(scope) => scope.unknown",
  "(scope) => scope['input']",
  "({ input }) => input?.day",
  "({ input }) => input.day || 1",
  "({ input }) => input.day ?? outside.day",
  "({ input }) => input.day ?? /a/",
  "({ input }) => input.day ?? -0",
  "({ input }) => input.day ?? 1e999",
  "({ input }) => input.day ?? [,]",
  "({ input }) => input.day ?? { ['a']: 1 }",
  "({ input }) => input.day ?? { __proto__: null }",
  "({ input }) => input[outside.day]",
  "({ input }) => input.list()",
  "({ input }) => input.constructor",
  "({ input }) => input.then",
  "({ input }) => input.a.b.c.d.e.f.g.h.i",
  "({ input }) => (outside.day++, input)",
  "({ input }) => { outside.day++; return input; }",
  "({ stepSpan }) => stepSpan('a')?.output",
  "({ stepSpan }) => stepSpan?.('a').output",
  "({ stepSpan }) => stepSpan('a', { default: null }).output",
  "({ stepSpan }) => stepSpan('a', { default: null })?.output?.items",
  "({ stepSpan }) => (stepSpan('a', { default: null })?.output).items",
  "({ stepSpan }) => stepSpan('a', { default: 0 })?.output",
  "({ stepSpan }) => stepSpan('a', { settled: true, default: null })",
  "({ stepSpan }) => stepSpan('a', outside)",
  "({ stepSpan }) => stepSpan('a', undefined)",
  "({ stepSpan }) => stepSpan(...['a'])",
  "({ stepSpan }) => stepSpan(0).output",
  "({ stepSpan }) => stepSpan(outside.day).output",
  "({ stepSpan }) => !stepSpan('a').output",
  "({ input }) => outside.stepSpan('a').output",
  "function input(scope) { return input.day; }",
  "async ({ input }) => input",
  "function* ({ input }) { return input; }",
  "(({ input }) => input).bind(null)",
];

describe("the one value that a lambda reads", () => {
  it.each(references)("is seen in %s", (source, reference) => {
    expect(readReference(lambdaOf(source))).toEqual(reference);
  });

  it.each(others)("is not seen in %s", (source) => {
    expect(readReference(lambdaOf(source))).toBeNull();
  });

  it("is known again of a lambda that was made from it", () => {
    const reference: Reference = { step: "a", path: ["output"] };
    expect(referenceOf(lambdaOfReference(reference))).toBe(reference);
  });
});

const key = fc.constantFrom("output", "items", "0", "length");
const fallback = fc.constantFrom("null", "[]", "0", '"none"', "{ output: [1] }");
const head = fc.constantFrom("({ input, stepSpan })", "({ input, stepSpan, ...rest })", "({ stepSpan, input: input })");

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    { weight: 2, arbitrary: fc.constantFrom('stepSpan("a")', 'stepSpan("b", { settled: true })', "input") },
    { weight: 2, arbitrary: fc.constant('stepSpan("b", { default: null })') },
    { weight: 1, arbitrary: fc.constant("outside") },
    { weight: 5, arbitrary: fc.tuple(tie("expression"), key).map(([holder, name]) => `${holder}["${name}"]`) },
    { weight: 3, arbitrary: fc.tuple(tie("expression"), key).map(([holder, name]) => `${holder}?.["${name}"]`) },
    { weight: 1, arbitrary: tie("expression").map((inner) => `(${inner})`) },
    { weight: 1, arbitrary: tie("expression").map((inner) => `(!${inner})`) },
    { weight: 2, arbitrary: fc.tuple(tie("expression"), fallback).map(([value, other]) => `(${value} ?? ${other})`) },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("expression"), tie("expression")).map(([value, other]) => `(${value} || ${other})`),
    },
  ),
}));

const value = fc.jsonValue({ maxDepth: 2 });
const holder = fc.oneof(value, fc.record({ output: value, items: fc.array(value) }));
const scopes = fc.record({ input: holder, a: holder, b: fc.oneof(fc.constant(null), holder) });

/** What a lambda gives for a scope, or that it throws. */
function outcomeOf(lambda: Lambda, { input, a, b }: { input: unknown; a: unknown; b: unknown }): unknown {
  const stepSpan = (name: string, options?: object) => {
    if (name === "a") return a;
    return options !== undefined && "default" in options ? b : { output: b, asked: options };
  };
  try {
    return { gives: lambda({ input, stepSpan } as never) }; // stands for the scope of any lambda
  } catch (error) {
    return { throws: error instanceof TypeError };
  }
}

describe("a lambda that is made from what was seen of another", () => {
  const earlier = { has: (name: string) => name === "a" || name === "b", names: () => ["a", "b"] };
  const place = { workflow: "w", step: "s", parameter: "p", always: false };

  it("gives the same, throws where the other throws, and has the same dependencies", () => {
    let seen = 0;
    fc.assert(
      fc.property(head, expression, scopes, (parameters, body, scope) => {
        const lambda = lambdaOf(`${parameters} => ${body}`);
        const reference = readReference(lambda);
        fc.pre(reference !== null);
        seen += 1;
        const again = lambdaOfReference(JSON.parse(JSON.stringify(reference)));
        expect(outcomeOf(again, scope)).toEqual(outcomeOf(lambda, scope));
        expect(inferLambda(again, place, earlier).lambda.reads).toEqual(
          inferLambda(lambda, place, earlier).lambda.reads,
        );
      }),
      trials("references", 1000),
    );
    expect(seen).toBeGreaterThan(0);
  });
});
