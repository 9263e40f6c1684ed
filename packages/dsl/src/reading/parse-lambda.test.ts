import { describe, expect, it } from "vitest";
import { parseLambda } from "./parse-lambda.ts";

class Lambdas {
  #secret = 1;
  secret({ input }: { input: unknown }) {
    return [this.#secret, input];
  }
  function(scope: unknown) {
    return scope;
  }
  static later = (scope: unknown) => [Lambdas, scope];
}

const key = "a b";
const methods = {
  plain(scope: unknown) {
    return scope;
  },
  [key](scope: unknown) {
    return scope;
  },
  get(scope: unknown) {
    return scope;
  },
  readsAbove(scope: unknown) {
    return [super.toString(), scope];
  },
};

describe("the source of a lambda", () => {
  it.each([
    "(scope) => scope",
    "scope => scope",
    "$ => $",
    "function (scope) { return scope }",
    "function named(scope) { 'use strict'; return scope }",
    "({ input: { day = 'x' } = {} }) => ({ ...day, at: import.meta.url })",
    "({ stepSpan }) => (0, __vi_import_0__.stepSpan)('a') // the end",
    Lambdas.prototype.secret.toString(),
    Lambdas.prototype.function.toString(),
    Lambdas.later.toString(),
    methods.plain.toString(),
    methods[key].toString(),
    methods.get.toString(),
    methods.readsAbove.toString(),
  ])("is parsed: %s", (text) => {
    expect(parseLambda(text)?.params).toHaveLength(1);
  });

  it.each([
    Math.max.toString(),
    methods.plain.bind(null).toString(),
    Lambdas.toString(),
    "get x() { return 1 }",
    "not a function",
    "",
  ])("is not to be had of %s", (text) => {
    expect(parseLambda(text)).toBe(null);
  });
});
