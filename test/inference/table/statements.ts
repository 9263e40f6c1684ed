import type { LambdaCase } from "./lambda-case.ts";

const parents = ["part0", "part1", "part2"];
const parts = { part0: 1, part1: 2, part2: 3 };

/** Statements that branch, repeat or leave early. */
export const statements: readonly LambdaCase[] = [
  {
    name: "if and else",
    lambda: ({ input, stepSpan }) => {
      let found: { output: unknown };
      if (input.fast) found = stepSpan("a");
      else found = stepSpan("b");
      return found.output;
    },
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { fast: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { fast: false }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "if without else",
    lambda: ({ input, stepSpan }) => {
      let total = stepSpan("a").output;
      if (input.more) total += stepSpan("b").output;
      return total;
    },
    edges: ["a required", "b conditional"],
    runs: [
      { input: { more: true }, outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] },
      { input: { more: false }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a read in the if and in the else",
    lambda: ({ input, stepSpan }) => {
      if (input.more) {
        const more = stepSpan("b").output;
        return stepSpan("a").output + more;
      } else {
        return stepSpan("a").output;
      }
    },
    edges: ["a required", "b conditional"],
    runs: [
      { input: { more: true }, outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] },
      { input: { more: false }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "an early return",
    lambda: ({ input, stepSpan }) => {
      if (!input.wanted) return null;
      return stepSpan("a").output;
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "an early return after a read",
    lambda: ({ stepSpan }) => {
      const flag = stepSpan("flag").output;
      if (flag === "stop") return "stopped";
      const rest = stepSpan("a").output;
      return `${flag} ${rest}`;
    },
    edges: ["flag required", "a conditional"],
    runs: [
      { outputs: { flag: "stop" }, value: "stopped", waitsFor: ["flag"] },
      { outputs: { flag: "go", a: 1 }, value: "go 1", waitsFor: ["flag", "a"] },
    ],
  },
  {
    name: "an early throw",
    lambda: ({ input, stepSpan }) => {
      if (!input.valid) throw new Error("not valid");
      return stepSpan("a").output;
    },
    edges: ["a conditional"],
    runs: [
      { input: { valid: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { valid: false }, throws: "not valid", waitsFor: [] },
    ],
  },
  {
    name: "a switch",
    lambda: ({ input, stepSpan }) => {
      switch (input.kind) {
        case "x":
          return stepSpan("a").output;
        case "y":
          return stepSpan("b").output;
        default:
          return null;
      }
    },
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { kind: "x" }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { kind: "y" }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
      { input: { kind: "z" }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "a switch that falls through",
    lambda: ({ input, stepSpan }) => {
      const found: unknown[] = [];
      switch (input.kind) {
        // @ts-expect-error: it falls through
        // biome-ignore lint/suspicious/noFallthroughSwitchClause: people write such things
        case "all":
          found.push(stepSpan("a").output);
        case "some":
          found.push(stepSpan("b").output);
          break;
        default:
          found.push(stepSpan("b").output, stepSpan("c").output);
      }
      return found;
    },
    edges: ["a conditional", "b required", "c conditional"],
    runs: [
      { input: { kind: "all" }, outputs: { a: 1, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] },
      { input: { kind: "some" }, outputs: { b: 2 }, value: [2], waitsFor: ["b"] },
      { input: { kind: "?" }, outputs: { b: 2, c: 3 }, value: [2, 3], waitsFor: ["b", "c"] },
    ],
  },
  {
    name: "a loop over names from outside",
    lambda: ({ stepSpan }) => {
      let total = 0;
      for (const name of parents) total += stepSpan(name).output;
      return total;
    },
    edges: ["part0 required", "part1 required", "part2 required"],
    runs: [{ outputs: parts, value: 6, waitsFor: parents }],
  },
  {
    name: "a loop over upstream data",
    lambda: ({ stepSpan }) => {
      const found: unknown[] = [];
      for (const item of stepSpan("list").output) found.push(item * stepSpan("a").output);
      return found;
    },
    edges: ["list required", "a conditional"],
    runs: [
      { outputs: { list: [1, 2], a: 5 }, value: [5, 10], waitsFor: ["list", "a"] },
      { outputs: { list: [] }, value: [], waitsFor: ["list"] },
    ],
  },
  {
    name: "a loop with a test",
    lambda: ({ input, stepSpan }) => {
      let total = 0;
      for (let round = 0; round < input.rounds; round++) total += stepSpan("a").output;
      return total + stepSpan("b").output;
    },
    edges: ["a conditional", "b required"],
    runs: [
      { input: { rounds: 3 }, outputs: { a: 1, b: 10 }, value: 13, waitsFor: ["a", "b"] },
      { input: { rounds: 0 }, outputs: { b: 10 }, value: 10, waitsFor: ["b"] },
    ],
  },
  {
    name: "a while loop that reads in its test",
    lambda: ({ stepSpan }) => {
      let round = 0;
      while (round < stepSpan("a").output) round += stepSpan("b").output;
      return round;
    },
    edges: ["a required", "b conditional"],
    runs: [
      { outputs: { a: 3, b: 2 }, value: 4, waitsFor: ["a", "b"] },
      { outputs: { a: 0 }, value: 0, waitsFor: ["a"] },
    ],
  },
  {
    name: "a do-while loop that is left early",
    lambda: ({ input, stepSpan }) => {
      let total = 0;
      do {
        total += stepSpan("a").output;
        if (total > input.most) break;
        total += stepSpan("b").output;
      } while (total < 10);
      return total;
    },
    edges: ["a required", "b conditional"],
    runs: [
      { input: { most: 0 }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { most: 100 }, outputs: { a: 1, b: 4 }, value: 10, waitsFor: ["a", "b"] },
    ],
  },
  {
    name: "a labelled loop that is left from inside",
    lambda: ({ input, stepSpan }) => {
      outer: for (const row of input.rows) {
        for (const cell of row) if (cell === "stop") break outer;
        return stepSpan("a").output;
      }
      return stepSpan("b").output;
    },
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { rows: [["go"]] }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { rows: [["stop"]] }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
];
