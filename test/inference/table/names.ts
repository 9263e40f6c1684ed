import type { LambdaCase } from "./lambda-case.ts";

const chosen = { name: "a", prefix: "part", table: { x: "a", y: "b" } as Readonly<Record<string, string>> };
const parents = ["part0", "part1", "part2"];
const parts = { part0: 1, part1: 2, part2: 3 };

/** Names of steps that are written, composed, kept outside, or computed from what a run brings. */
export const names: readonly LambdaCase[] = [
  {
    name: "a template without holes",
    lambda: ({ stepSpan }) => stepSpan(`a`).output,
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "a constant of the lambda",
    lambda: ({ input, stepSpan }) => {
      const prefix = "part";
      const name = `${prefix}1`;
      return input.wanted ? stepSpan(name).output : null;
    },
    edges: ["part1 conditional"],
    runs: [
      { input: { wanted: true }, outputs: parts, value: 2, waitsFor: ["part1"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "a constant from outside",
    lambda: ({ stepSpan }) => stepSpan(chosen.name).output,
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "a constant from outside, behind a branch",
    lambda: ({ input, stepSpan }) => (input.wanted ? stepSpan(chosen.name).output : null),
    edges: ["a dynamic"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "a template around a constant from outside",
    lambda: ({ stepSpan }) => stepSpan(`${chosen.prefix}0`).output,
    edges: ["part0 required"],
    runs: [{ outputs: parts, value: 1, waitsFor: ["part0"] }],
  },
  {
    name: "a list of names from outside",
    lambda: ({ stepSpan }) => parents.map((name) => stepSpan(name).output),
    edges: ["part0 required", "part1 required", "part2 required"],
    runs: [{ outputs: parts, value: [1, 2, 3], waitsFor: parents }],
  },
  {
    name: "a list of names from outside, with a literal read beside",
    lambda: ({ stepSpan }) =>
      parents.reduce((total, name) => total + stepSpan(name).output, stepSpan("a").output as number),
    edges: ["a required", "part0 required", "part1 required", "part2 required"],
    runs: [{ outputs: { ...parts, a: 10 }, value: 16, waitsFor: ["a", ...parents] }],
  },
  {
    name: "a list of names from outside, with a branch",
    lambda: ({ stepSpan }) => parents.map((name) => stepSpan(name, { default: null })?.output ?? 0),
    edges: ["part0 dynamic default", "part1 dynamic default", "part2 dynamic default"],
    runs: [
      { outputs: parts, value: [1, 2, 3], waitsFor: parents },
      { outputs: { part0: 1, part2: 3 }, skipped: ["part1"], value: [1, 0, 3], waitsFor: parents },
    ],
  },
  {
    name: "names counted up",
    lambda: ({ stepSpan }) => Array.from({ length: 3 }, (_, index) => stepSpan(`part${index}`).output),
    edges: ["part0 required", "part1 required", "part2 required"],
    runs: [{ outputs: parts, value: [1, 2, 3], waitsFor: parents }],
  },
  {
    name: "a list of names that is filtered by the input",
    lambda: ({ input, stepSpan }) =>
      parents.filter((name) => input.wanted.includes(name)).map((name) => stepSpan(name).output),
    edges: ["part0 dynamic", "part1 dynamic", "part2 dynamic"],
    runs: [
      { input: { wanted: ["part1"] }, outputs: parts, value: [2], waitsFor: ["part1"] },
      { input: { wanted: [] }, value: [], waitsFor: [] },
    ],
  },
  {
    name: "a search that stops at the first hit",
    lambda: ({ stepSpan }) => parents.find((name) => stepSpan(name).output > 1),
    edges: ["part0 dynamic", "part1 dynamic", "part2 dynamic"],
    runs: [
      { outputs: parts, value: "part1", waitsFor: parents },
      { outputs: { part0: 5 }, value: "part0", waitsFor: ["part0"] },
    ],
  },
  {
    name: "a name from the input",
    lambda: ({ input, stepSpan }) => stepSpan(input.source).output,
    edges: [],
    runs: [
      { input: { source: "a" }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { source: "b" }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "a template around the input",
    lambda: ({ input, stepSpan }) => stepSpan(`part${input.index}`).output + stepSpan("a").output,
    edges: ["a required"],
    runs: [{ input: { index: 2 }, outputs: { ...parts, a: 1 }, value: 4, waitsFor: ["a", "part2"] }],
  },
  {
    name: "a name that is cut out of the input",
    lambda: ({ input, stepSpan }) => stepSpan(String(input.address).toUpperCase().slice(0, 1).toLowerCase()).output,
    edges: [],
    runs: [{ input: { address: "b@x" }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] }],
  },
  {
    name: "a name that is calculated from the input",
    lambda: ({ input, stepSpan }) => stepSpan(`part${(input.index + 1) % 3}`).output,
    edges: [],
    runs: [{ input: { index: 1 }, outputs: parts, value: 3, waitsFor: ["part2"] }],
  },
  {
    name: "a name that is another step's output",
    lambda: ({ stepSpan }) => stepSpan(stepSpan("key").output).output,
    edges: ["key required"],
    runs: [
      { outputs: { key: "a", a: 1 }, value: 1, waitsFor: ["key", "a"] },
      { outputs: { key: "b", b: 2 }, value: 2, waitsFor: ["key", "b"] },
    ],
  },
  {
    name: "a ternary between two names",
    lambda: ({ input, stepSpan }) => stepSpan(input.kind === "first" ? "a" : "b").output,
    edges: ["a conditional", "b dynamic"],
    runs: [
      { input: { kind: "first" }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { kind: "second" }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "a ternary over the input between names of which one is no step",
    lambda: ({ input, stepSpan }) => stepSpan(input.kind === "first" ? "a" : "nowhere").output,
    edges: ["a conditional"],
    runs: [
      { input: { kind: "first" }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      {
        input: { kind: "second" },
        throws: 'reads "nowhere" in parameter "value", but there is no earlier step of that name.',
        waitsFor: [],
      },
    ],
  },
  {
    name: "a name looked up by the input, in a variable",
    lambda: ({ input, stepSpan }) => {
      const found = chosen.table[input.kind];
      const name = found === undefined ? "nowhere" : found;
      return stepSpan(name).output;
    },
    edges: [],
    runs: [
      { input: { kind: "x" }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { kind: "y" }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "names that are the keys of upstream data",
    lambda: ({ stepSpan }) => Object.keys(stepSpan("list").output).map((name) => stepSpan(name).output),
    edges: ["list required"],
    runs: [
      { outputs: { list: { a: true, b: true }, a: 1, b: 2 }, value: [1, 2], waitsFor: ["list", "a", "b"] },
      { outputs: { list: {} }, value: [], waitsFor: ["list"] },
    ],
  },
  {
    name: "a name that is no earlier step, where tracing does not get",
    lambda: ({ input, stepSpan }) => (input.wanted ? stepSpan("a").output : stepSpan("missing").output),
    edges: ["a conditional"],
    warnings: ["missing"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      {
        input: { wanted: false },
        throws: 'reads "missing" in parameter "value", but there is no earlier step of that name.',
        waitsFor: [],
      },
    ],
  },
];
