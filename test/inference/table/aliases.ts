import type { AnyReadSpan, AnyScope, LambdaCase } from "./lambda-case.ts";

const outer: { kept: AnyReadSpan | null } = { kept: null };
const other = { look: (name: string) => ({ output: `other ${name}` }), member: "stepSpan" as const };

class Lambdas {
  total({ stepSpan }: AnyScope): unknown {
    return stepSpan("a").output;
  }
}

/** Ways to get hold of `stepSpan`, and things that only look like it. */
export const aliases: readonly LambdaCase[] = [
  {
    name: "the whole scope",
    lambda: (scope) => (scope.input.wanted ? scope.stepSpan("a").output : scope.stepSpan("b").output),
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "a renamed parameter",
    lambda: ({ stepSpan: read, input: { wanted } }) => (wanted ? read("a").output : read("b").output),
    edges: ["a conditional", "b conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, outputs: { b: 2 }, value: 2, waitsFor: ["b"] },
    ],
  },
  {
    name: "the scope taken apart inside",
    lambda: (scope) => {
      const { stepSpan: read, input } = scope;
      return input.wanted ? read("a").output : null;
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "an alias of an alias",
    lambda: (scope) => {
      const around = scope;
      const read = around.stepSpan;
      const again = read;
      return again("a").output || again("b").output;
    },
    edges: ["a required", "b conditional"],
    runs: [
      { outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { outputs: { a: 0, b: 2 }, value: 2, waitsFor: ["a", "b"] },
    ],
  },
  {
    name: "an alias that is assigned later",
    lambda: (scope) => {
      // biome-ignore lint/style/useConst: people write such things
      let read: AnyReadSpan;
      read = scope.stepSpan;
      return read("a").output;
    },
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "an alias that holds two things",
    lambda: ({ input, stepSpan }) => {
      let read: (name: string) => { output: unknown } = stepSpan;
      if (input.other) read = other.look;
      return read("a").output;
    },
    edges: ["a conditional"],
    runs: [
      { input: { other: false }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { other: true }, value: "other a", waitsFor: [] },
    ],
  },
  {
    name: "a computed member that is a constant",
    lambda: (scope) => {
      const member = "stepSpan";
      return scope.input.wanted && scope[member]("a").output;
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: false, waitsFor: [] },
    ],
  },
  {
    name: "a computed member from outside",
    lambda: (scope) => scope.input.wanted && scope[other.member]("a").output,
    edges: ["a dynamic"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: false, waitsFor: [] },
    ],
  },
  {
    name: "the rest of the scope",
    lambda: ({ input, ...others }) => (input.wanted ? others.stepSpan("a").output : null),
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "a function expression",
    lambda: function total({ stepSpan }) {
      return stepSpan("a").output;
    },
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "a method",
    lambda({ input, stepSpan }) {
      return input.wanted ? stepSpan("a").output : null;
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "a method of a class",
    lambda: Lambdas.prototype.total,
    edges: ["a required"],
    runs: [{ outputs: { a: 1 }, value: 1, waitsFor: ["a"] }],
  },
  {
    name: "the arguments object",
    lambda: function () {
      // biome-ignore lint/complexity/noArguments: a lambda may be old code
      return arguments[0].input.wanted ? arguments[0].stepSpan("a").output : null;
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
  {
    name: "a sequence and an optional call",
    // @ts-expect-error: the 0 does nothing
    // biome-ignore lint/complexity/noCommaOperator: compilers write such sequences
    lambda: ({ stepSpan: read }) => (0, read)("a").output + (read?.("b").output ?? 0),
    edges: ["a required", "b conditional"],
    runs: [{ outputs: { a: 1, b: 2 }, value: 3, waitsFor: ["a", "b"] }],
  },
  {
    name: "comments and strings that look like reads",
    lambda: ({ input, stepSpan }) => {
      // stepSpan("b").output
      /* stepSpan("c").output */
      const text = 'stepSpan("d").output' + `stepSpan("d")`;
      return [text.length > 5, /stepSpan\("key"\)/.test(text), input.wanted && stepSpan("a").output];
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: [true, false, 1], waitsFor: ["a"] },
      { input: { wanted: false }, value: [true, false, false], waitsFor: [] },
    ],
  },
  {
    name: "a shadowed name",
    lambda: ({ input, stepSpan }) => {
      const look = (stepSpan: (name: string) => unknown) => stepSpan("b");
      return [look((name) => name.length), input.wanted && stepSpan("a").output];
    },
    edges: ["a conditional"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: [1, 1], waitsFor: ["a"] },
      { input: { wanted: false }, value: [1, false], waitsFor: [] },
    ],
  },
  {
    name: "a name that is shadowed in a block",
    lambda: ({ input, stepSpan }) => {
      if (input.local) {
        const stepSpan = (name: string) => ({ output: `local ${name}${input.local}` });
        return stepSpan("b").output;
      }
      return stepSpan("a").output;
    },
    edges: ["a conditional"],
    runs: [
      { input: { local: 1 }, value: "local b1", waitsFor: [] },
      { input: { local: 0 }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
    ],
  },
  {
    name: "a stepSpan of something else",
    lambda: ({ input, stepSpan }) => {
      const texts = { stepSpan: (name: string) => `${name}${input.x}` };
      return [texts.stepSpan("b"), stepSpan("a").output];
    },
    edges: ["a required"],
    runs: [{ input: { x: 1 }, outputs: { a: 1 }, value: ["b1", 1], waitsFor: ["a"] }],
  },
  {
    name: "a stepSpan that is kept outside",
    lambda: ({ input, stepSpan }) => {
      outer.kept = stepSpan;
      return input.wanted ? outer.kept("a").output : null;
    },
    edges: ["a dynamic"],
    runs: [
      { input: { wanted: true }, outputs: { a: 1 }, value: 1, waitsFor: ["a"] },
      { input: { wanted: false }, value: null, waitsFor: [] },
    ],
  },
];
