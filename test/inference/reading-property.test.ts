import { transformSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSource } from "../../packages/dsl/src/reading/read-lambda.ts";
import { outcomesOf } from "./outcomes.ts";
import { printLambda } from "./print-lambda.ts";
import { lambdaBodies } from "./random-lambdas.ts";

const mostWays = 300;

/** The steps that every way reads, and those that some way reads, found by following all of them. */
function followed(outcomes: readonly ReadonlySet<string>[]) {
  const some = new Set(outcomes.flatMap((reads) => [...reads]));
  const every = [...some].filter((step) => outcomes.every((reads) => reads.has(step)));
  return { every: every.sort(), some: [...some].sort() };
}

function read(source: string) {
  const { reads } = readSource(source);
  const required = reads.filter(({ certainty }) => certainty === "required").map(({ name }) => name);
  return { required: [...new Set(required)].sort(), found: new Set(reads.map(({ name }) => name)) };
}

function minified(source: string): string {
  const { code } = transformSync(`globalThis.lambda = ${source};`, { minify: true });
  return code.slice(code.indexOf("=") + 1, code.lastIndexOf(";"));
}

describe("reading a lambda, against following each of its ways", () => {
  it("requires what every way reads, and finds what some way reads", () => {
    fc.assert(
      fc.property(lambdaBodies, (body) => {
        const outcomes = outcomesOf(body, mostWays);
        fc.pre(outcomes !== null);
        const { every, some } = followed(outcomes);
        const { required, found } = read(printLambda(body));
        expect(required).toEqual(every);
        expect(some.filter((step) => !found.has(step))).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("requires no more after a minifier, and finds no less", () => {
    fc.assert(
      fc.property(lambdaBodies, (body) => {
        const outcomes = outcomesOf(body, mostWays);
        fc.pre(outcomes !== null);
        const { every, some } = followed(outcomes);
        const { required, found } = read(minified(printLambda(body)));
        expect(required.filter((step) => !every.includes(step))).toEqual([]);
        expect(some.filter((step) => !found.has(step))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
