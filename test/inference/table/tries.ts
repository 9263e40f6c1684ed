import type { LambdaCase } from "./lambda-case.ts";

/** Reads where exceptions are caught. */
export const tries: readonly LambdaCase[] = [
  {
    name: "try and catch around a read",
    lambda: ({ stepSpan }) => {
      try {
        return stepSpan("a").output;
      } catch {
        return "none";
      }
    },
    edges: ["a required"],
    runs: [
      { outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { skipped: ["a"], value: "none", waitsFor: ["a"] },
    ],
  },
  {
    name: "try and catch that would swallow a suspend",
    lambda: ({ input, stepSpan }) => {
      try {
        return JSON.parse(input.text) + stepSpan("a").output;
      } catch {
        return "swallowed";
      }
    },
    edges: ["a conditional"],
    runs: [
      { input: { text: "2" }, outputs: { a: 1 }, value: 3, waitsFor: ["a"] },
      { input: { text: "{" }, value: "swallowed", waitsFor: [] },
    ],
  },
  {
    name: "a read after another in a try, and one in the catch",
    lambda: ({ stepSpan }) => {
      try {
        return [stepSpan("a").output, stepSpan("b").output];
      } catch {
        return stepSpan("c").output;
      }
    },
    edges: ["a required", "b conditional", "c conditional"],
    runs: [
      { outputs: { a: 1, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] },
      { outputs: { c: 3 }, skipped: ["a"], value: 3, waitsFor: ["a", "c"] },
    ],
  },
  {
    name: "a read in finally",
    lambda: ({ input, stepSpan }) => {
      const found: unknown[] = [];
      try {
        if (input.short) return found;
        found.push(stepSpan("a").output);
      } finally {
        found.push(stepSpan("b").output);
      }
      return found;
    },
    edges: ["a conditional", "b required"],
    runs: [
      { input: { short: true }, outputs: { b: 2 }, value: [2], waitsFor: ["b"] },
      { input: { short: false }, outputs: { a: 1, b: 2 }, value: [1, 2], waitsFor: ["a", "b"] },
    ],
  },
];
