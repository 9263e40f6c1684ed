import type { AnyReadSpan, AnyScope, LambdaCase } from "./lambda-case.ts";

const totalOf = ({ input, stepSpan }: AnyScope) =>
  input.wanted ? stepSpan("a").output + stepSpan("b").output : stepSpan("c").output;

const outputOf = (read: AnyReadSpan, name: string) => read(name).output;

const twice = <Result>(give: () => Result) => [give(), give()];

function bound(this: { name: string }, { stepSpan }: AnyScope) {
  return stepSpan(this.name).output;
}

const parents = ["part0", "part1", "part2"];
const parts = { part0: 1, part1: 2, part2: 3 };

/** Functions inside of lambdas, and functions that lambdas call. */
export const functions: readonly LambdaCase[] = [
  {
    name: "a helper that takes the scope",
    lambda: (scope) => totalOf(scope),
    edges: ["a dynamic", "b dynamic"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] },
      { input: { wanted: false }, outputs: { c: 3 }, value: 3, waitsFor: ["c"] },
    ],
  },
  {
    name: "a helper that takes the scope, beside a read",
    lambda: (scope) => [scope.stepSpan("d").output, totalOf(scope)],
    edges: ["d required", "a dynamic", "b dynamic"],
    runs: [{ input: { wanted: false }, outputs: { d: 4, c: 3 }, value: [4, 3], waitsFor: ["d", "c"] }],
  },
  {
    name: "a helper that takes stepSpan",
    lambda: ({ stepSpan }) => outputOf(stepSpan, "a"),
    edges: ["a dynamic"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "a helper that takes an object with stepSpan in it",
    lambda: ({ input, stepSpan }) => totalOf({ input, stepSpan, parentSpan: null }),
    edges: ["a dynamic", "b dynamic"],
    runs: [{ input: { wanted: true }, outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] }],
  },
  {
    name: "the helper itself",
    lambda: totalOf,
    edges: ["a conditional", "b conditional", "c conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] },
      { input: { wanted: false }, outputs: { c: 3 }, value: 3, waitsFor: ["c"] },
    ],
  },
  {
    name: "a bound function",
    lambda: bound.bind({ name: "a" }),
    edges: ["a dynamic"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "a bound stepSpan",
    lambda: ({ stepSpan }) => stepSpan.bind(null, "a", { settled: true })().output,
    edges: ["a dynamic settled"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "a helper that does not get the scope",
    lambda: ({ stepSpan }) => twice(() => 1).length + stepSpan("a").output,
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 3, waitsFor: ["a"] }],
  },
  {
    name: "a helper that gets a function which reads",
    lambda: ({ stepSpan }) => twice(() => stepSpan("a").output),
    edges: ["a conditional"],
    runs: [{ outputs: { a: 1 }, value: [1, 1], waitsFor: ["a"] }],
  },
  {
    name: "a function that is called on the spot",
    lambda: ({ input, stepSpan }) =>
      (() => {
        const first = stepSpan("a").output;
        return input.more ? [first, stepSpan("b").output] : [first];
      })(),
    edges: ["a required", "b conditional"],
    runs: [
      { input: { more: true }, outputs: { a: 1, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] },
      { input: { more: false }, outputs: { a: 1 }, value: [1], waitsFor: ["a"] },
    ],
  },
  {
    name: "functions inside of the lambda",
    lambda: ({ input, stepSpan }) => {
      const first = () => stepSpan("a").output;
      return input.more ? first() + second() : first();
      function second() {
        return stepSpan("b").output;
      }
    },
    edges: ["a required", "b conditional"],
    runs: [
      { input: { more: true }, outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] },
      { input: { more: false }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a function inside of the lambda that takes the name",
    lambda: ({ stepSpan }) => {
      const outputs = (name: string) => stepSpan(name).output;
      return parents.map(outputs);
    },
    edges: ["part0 required", "part1 required", "part2 required"],
    runs: [{ outputs: parts, value: [1, 2, 3], waitsFor: parents }],
  },
  {
    name: "a function that is never called",
    lambda: ({ input, stepSpan }) => {
      const later = () => stepSpan("b").output;
      return input.lazy ? typeof later : stepSpan("a").output;
    },
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { lazy: true }, value: "function", waitsFor: [] },
      { input: { lazy: false }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a function that calls itself",
    lambda: ({ stepSpan }) => {
      const sum = (rest: readonly string[]): number =>
        rest.length === 0 ? 0 : stepSpan(rest[0] as string).output + sum(rest.slice(1));
      return sum(parents);
    },
    edges: ["part0 dynamic", "part1 dynamic", "part2 dynamic"],
    runs: [{ outputs: parts, value: 6, waitsFor: parents }],
  },
  {
    name: "a read inside of map over upstream data",
    lambda: ({ stepSpan }) =>
      stepSpan("list").output.map((item: { price: number }) => item.price * stepSpan("a").output.rate),
    edges: ["list required", "a conditional"],
    runs: [
      { outputs: { list: [{ price: 2 }], a: { rate: 3 } }, value: [6], waitsFor: ["list", "a"] },
      { outputs: { list: [] }, value: [], waitsFor: ["list"] },
    ],
  },
  {
    name: "a read of a name inside of map over upstream data",
    lambda: ({ stepSpan }) => stepSpan("list").output.map((item: { of: string }) => stepSpan(item.of).output),
    edges: ["list required"],
    runs: [
      { outputs: { list: [{ of: "a" }, { of: "b" }], a: 1, b: 2 }, value: [1, 2], waitsFor: ["list", "a", "b"] },
      { outputs: { list: [] }, value: [], waitsFor: ["list"] },
    ],
  },
  {
    name: "reads of listed names for each item of upstream data",
    lambda: ({ stepSpan }) =>
      [...stepSpan("list").output].map((item) => parents.map((name) => stepSpan(name).output * item)),
    edges: ["list required", "part0 dynamic", "part1 dynamic", "part2 dynamic"],
    runs: [
      { outputs: { ...parts, list: [2] }, value: [[2, 4, 6]], waitsFor: ["list", ...parents] },
      { outputs: { list: [] }, value: [], waitsFor: ["list"] },
    ],
  },
  {
    name: "filter, find and reduce over upstream data",
    lambda: ({ stepSpan }) => {
      const items: number[] = stepSpan("list").output.filter((item: number) => item > stepSpan("a").output);
      return [items.find((item) => item === stepSpan("b").output), items.reduce((sum, item) => sum + item, 0)];
    },
    edges: ["list required", "a conditional", "b conditional"],
    runs: [
      { outputs: { list: [1, 2, 3], a: 1, b: 3 }, value: [3, 5], waitsFor: ["list", "a", "b"] },
      { outputs: { list: [1], a: 1 }, value: [undefined, 0], waitsFor: ["list", "a"] },
    ],
  },
  {
    name: "an object with methods that read",
    lambda: ({ input, stepSpan }) => {
      const reads = { first: () => stepSpan("a").output, second: () => stepSpan("b").output };
      return reads[input.which as "first" | "second"]();
    },
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { which: "first" }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { which: "second" }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
];
