import type { LambdaCase } from "./lambda-case.ts";

/** Expressions of which only a part is evaluated. */
export const branches: readonly LambdaCase[] = [
  {
    name: "a read on the only way",
    lambda: ({ stepSpan }) => stepSpan("a").output,
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "several reads on the only way",
    lambda: ({ stepSpan }) => ({ first: stepSpan("a").output, rest: [stepSpan("b").output, stepSpan("c").output] }),
    edges: ["a required", "b required", "c required"],
    runs: [{ outputs: { a: 1, b: 2, c: 3 }, value: { first: 1, rest: [2, 3] }, waitsFor: ["a", "b", "c"] }],
  },
  {
    name: "no read",
    lambda: ({ input }) => input.day,
    edges: [],
    runs: [{ input: { day: "2026-11-20" }, value: "2026-11-20", waitsFor: [] }],
  },
  {
    name: "a ternary over the input",
    lambda: ({ input, stepSpan }) => (input.fast ? stepSpan("a").output : stepSpan("b").output),
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { fast: true }, outputs: { a: 1, b: 2 }, value: 1, waitsFor: ["a"] },
      { input: { fast: false }, outputs: { a: 1, b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "a ternary over a span",
    lambda: ({ stepSpan }) => (stepSpan("flag").output ? stepSpan("a").output : stepSpan("b").output),
    edges: ["flag required", "a conditional", "b conditional"],
    runs: [
      { outputs: { flag: true, a: 1, b: 2 }, value: 1, waitsFor: ["flag", "a"] },
      { outputs: { flag: false, a: 1, b: 2 }, value: 2, waitsFor: ["flag", "b"] },
    ],
  },
  {
    name: "a ternary between spans",
    lambda: ({ input, stepSpan }) => (input.fast ? stepSpan("a") : stepSpan("b")).output.total,
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { fast: true }, outputs: { a: { total: 1 } }, value: 1, waitsFor: ["a"] },
      { input: { fast: false }, outputs: { b: { total: 2 } }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "a ternary that reads the same step either way",
    lambda: ({ input, stepSpan }) => (input.short ? stepSpan("a").output.name : stepSpan("a").output.title),
    edges: ["a required"],
    runs: [
      { input: { short: true }, outputs: { a: { name: "n", title: "t" } }, value: "n", waitsFor: ["a"] },
      { input: { short: false }, outputs: { a: { name: "n", title: "t" } }, value: "t", waitsFor: ["a"] },
    ],
  },
  {
    name: "a ternary inside a ternary",
    lambda: ({ input, stepSpan }) =>
      input.x ? (input.y ? [stepSpan("a").output, stepSpan("b").output] : stepSpan("a").output) : stepSpan("c").output,
    edges: ["a conditional", "b conditional", "c conditional"],
    runs: [
      { input: { x: 1, y: 1 }, outputs: { a: 1, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] },
      { input: { x: 1, y: 0 }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { x: 0, y: 0 }, outputs: { c: 3 }, value: 3, waitsFor: ["c"] },
    ],
  },
  {
    name: "?? with a default on the left",
    lambda: ({ stepSpan }) => stepSpan("a", { default: null })?.output ?? stepSpan("b").output,
    edges: ["a required default", "b conditional"],
    runs: [
      { outputs: { a: 1, b: 2 }, value: 1, waitsFor: ["a"] },
      { outputs: { b: 2 }, skipped: ["a"], value: 2, waitsFor: ["a", "b"] },
    ],
  },
  {
    name: "||",
    lambda: ({ stepSpan }) => stepSpan("a").output || stepSpan("b").output,
    edges: ["a required", "b conditional"],
    runs: [
      { outputs: { a: 1, b: 2 }, value: 1, waitsFor: ["a"] },
      { outputs: { a: 0, b: 2 }, value: 2, waitsFor: ["a", "b"] },
    ],
  },
  {
    name: "&&",
    lambda: ({ input, stepSpan }) => input.wanted && stepSpan("a").output,
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: false, waitsFor: [] },
    ],
  },
  {
    name: "&& and || together, with a read that each way makes",
    lambda: ({ input, stepSpan }) =>
      (input.x && stepSpan("a").output) || (stepSpan("b").output && stepSpan("c").output),
    edges: ["a conditional", "b conditional", "c conditional"],
    runs: [
      { input: { x: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { x: true }, outputs: { a: 0, b: 2, c: 3 }, value: 3, waitsFor: ["a", "b", "c"] },
      { input: { x: false }, outputs: { b: 0 }, value: 0, waitsFor: ["b"] },
    ],
  },
  {
    name: "an optional chain",
    lambda: ({ stepSpan }) => stepSpan("a", { default: null })?.output.prices[stepSpan("key").output],
    edges: ["a required default", "key conditional"],
    runs: [
      { outputs: { a: { prices: { x: 5 } }, key: "x" }, value: 5, waitsFor: ["a", "key"] },
      { skipped: ["a"], value: undefined, waitsFor: ["a"] },
    ],
  },
  {
    name: "an optional call",
    lambda: ({ stepSpan }) => stepSpan("a").output.match?.(stepSpan("b").output),
    edges: ["a required", "b conditional"],
    runs: [
      { outputs: { a: {} }, value: undefined, waitsFor: ["a"] },
      { outputs: { a: "text", b: "e" }, value: "text".match("e"), waitsFor: ["a", "b"] },
    ],
  },
  {
    name: "three kinds of read",
    lambda: ({ stepSpan }) => [
      stepSpan("a", { settled: true }).status,
      stepSpan("b", { default: null })?.output ?? null,
      stepSpan("c").output,
    ],
    edges: ["a required settled", "b required default", "c required"],
    runs: [
      { outputs: { a: 1, b: 2, c: 3 }, value: ["succeeded", 2, 3], waitsFor: ["a", "b", "c"] },
      { outputs: { c: 3 }, skipped: ["a", "b"], value: ["skipped", null, 3], waitsFor: ["a", "b", "c"] },
      {
        skipped: ["a", "b", "c"],
        throws: '"c" was skipped because its guard returned false',
        waitsFor: ["a", "b", "c"],
      },
    ],
  },
  {
    name: "a trigger rule over settled spans",
    lambda: ({ stepSpan }) =>
      stepSpan("a", { settled: true }).status === "succeeded" &&
      stepSpan("b", { settled: true }).status === "succeeded",
    edges: ["a required settled", "b conditional settled"],
    runs: [
      { outputs: { a: 1, b: 2 }, value: true, waitsFor: ["a", "b"] },
      { skipped: ["a"], value: false, waitsFor: ["a"] },
    ],
  },
  {
    name: "options that are a variable",
    lambda: ({ input, stepSpan }) => {
      const optional = { default: null };
      return input.wanted ? (stepSpan("a", optional)?.output ?? 0) : (stepSpan("b", optional)?.output ?? 0);
    },
    edges: ["a conditional default", "b conditional default"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, skipped: ["b"], value: 0, waitsFor: ["b"] },
    ],
  },
  {
    name: "a read inside the arguments of a read's chain",
    lambda: ({ stepSpan }) => stepSpan("a").output.slice(stepSpan("b").output, stepSpan("c").output.end),
    edges: ["a required", "b required", "c required"],
    runs: [{ outputs: { a: "abcdef", b: 1, c: { end: 3 } }, value: "bc", waitsFor: ["a", "b", "c"] }],
  },
  {
    name: "a read in a template and in a computation",
    lambda: ({ stepSpan }) => `${stepSpan("a").output + 1}: ${stepSpan("b").output}`,
    edges: ["a required", "b required"],
    runs: [{ outputs: { a: 1, b: "x" }, value: "2: x", waitsFor: ["a", "b"] }],
  },
  {
    name: "a logical assignment",
    lambda: ({ input, stepSpan }) => {
      let value = input.value;
      value ??= stepSpan("a").output;
      return value;
    },
    edges: ["a conditional"],
    runs: [
      { input: { value: 5 }, value: 5, waitsFor: [] },
      { input: {}, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a default value in a pattern",
    lambda: ({ input, stepSpan }) => {
      const { limit = stepSpan("a").output.limit } = input;
      return limit;
    },
    edges: ["a conditional"],
    runs: [
      { input: { limit: 5 }, value: 5, waitsFor: [] },
      { input: {}, outputs: { a: { limit: 1 } }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a default value of a parameter",
    lambda: ({ stepSpan, input: { limit = stepSpan("a").output } }) => limit,
    edges: ["a conditional"],
    runs: [
      { input: { limit: 5 }, value: 5, waitsFor: [] },
      { input: {}, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
];
