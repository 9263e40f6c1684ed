import * as engine from "@stepspan/engine";
import { currentSpan, getRunContext, parentSpan, stepSpan as readSpan, stepSpan } from "@stepspan/engine";
import type { LambdaCase, Loose } from "./lambda-case.ts";

const read: Loose<typeof stepSpan> = readSpan;
const loose = { stepSpan: engine.stepSpan as Loose<typeof stepSpan> };

const helper = () => (stepSpan("a") as { output: unknown }).output;
const parents = ["part0", "part1", "part2"];
const parts = { part0: 1, part1: 2, part2: 3 };

/** The functions that the package exports, in place of the scope's. */
export const exported: readonly LambdaCase[] = [
  {
    name: "the exported stepSpan",
    lambda: () => stepSpan("a").output,
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "the exported stepSpan behind a branch",
    lambda: ({ input }) => (input.wanted ? stepSpan("a").output : null),
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "the exported stepSpan in all parts of a ternary",
    lambda: () => (stepSpan("flag").output ? stepSpan("a").output : stepSpan("b", { default: null })?.output),
    edges: ["flag required", "a conditional", "b conditional default"],
    runs: [
      { outputs: { flag: 1, a: 1 }, value: 1, waitsFor: ["flag", "a"] },
      { outputs: { flag: 0, b: 2 }, value: 2, waitsFor: ["flag", "b"] },
    ],
  },
  {
    name: "the exported stepSpan and the scope's",
    lambda: ({ stepSpan: own }) => [own("a").output, stepSpan("b").output],
    edges: ["a required", "b required"],
    runs: [{ outputs: { a: 1, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] }],
  },
  {
    name: "the exported stepSpan with names from outside",
    lambda: () => parents.map((name) => stepSpan(name).output),
    edges: ["part0 required", "part1 required", "part2 required"],
    runs: [{ outputs: parts, value: [1, 2, 3], waitsFor: parents }],
  },
  {
    name: "the exported stepSpan under another name",
    lambda: ({ input }) => read("flag").output || (input.wanted ? read("a").output : read("b").output),
    edges: ["flag required", "a conditional", "b conditional"],
    runs: [
      { input: { wanted: false }, outputs: { flag: 0, b: 2 }, value: 2, waitsFor: ["flag", "b"] },
      { outputs: { flag: 5 }, value: 5, waitsFor: ["flag"] },
    ],
  },
  {
    name: "the exported stepSpan of a namespace",
    lambda: ({ input }) => (input.wanted ? null : loose.stepSpan("a").output),
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, value: null, waitsFor: [] },
      { input: { wanted: false }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a helper that reads by the exported stepSpan",
    lambda: () => helper(),
    edges: ["a dynamic"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "getData",
    lambda: ({ input }) => {
      const total = getRunContext().getData("a.output.total");
      return input.more ? [total, getRunContext().getData("b.output")] : total;
    },
    edges: ["a required default", "b conditional default"],
    runs: [
      { input: { more: true }, outputs: { a: { total: 1 }, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] },
      { input: { more: false }, outputs: { a: { total: 1 } }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "functions of the package that do not read steps",
    lambda: ({ stepSpan: own }) => [parentSpan().name, currentSpan().name, own("a").output],
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: ["table", "reader", 1], waitsFor: ["a"] }],
  },
];
