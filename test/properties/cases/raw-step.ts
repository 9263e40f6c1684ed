import fc from "fast-check";
import type { Expression, Known } from "./expression.ts";
import type { Behaviour, StepCase } from "./workflow-case.ts";

/** A step before its references and its luck are worked out: each part shrinks by itself. */
export interface RawStep extends Omit<StepCase, "name" | "dependsOn" | "skipWith" | "guard" | "params" | "behaviours"> {
  readonly links: readonly { readonly target: number; readonly option: "dependsOn" | "skipWith" }[];
  readonly guard: { readonly value: Expression<number>; readonly holds: "always" | "even" | "odd" | "broken" } | null;
  readonly params: readonly Expression<number>[];
  readonly behaviours: readonly (Omit<Behaviour, "result"> & {
    /** Below what the mood asks for the call returns, else it is `bad`. */
    readonly luck: number;
    readonly bad: "throw" | "fatal" | "never";
  })[];
}

/** A workflow before its references and its luck are worked out. */
export interface RawWorkflow {
  readonly shape: "any" | "chain" | "star" | "layers";
  readonly mood: "calm" | "mixed" | "stormy" | "stuck";
  readonly failFast: boolean;
  readonly timeoutMs: number | null;
  readonly steps: readonly RawStep[];
}

/** Null, but for one time in `oneIn`. */
export function rarely<Value>(oneIn: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** True one time in `oneIn`. */
function seldom(oneIn: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: oneIn }).map((number) => number === oneIn);
}

const target = fc.nat({ max: 30 });
const mode = fc.constantFrom("plain", "default", "settled", "plain", "default");

/** Mostly what inference would say; a wrong `required` in a branch must change no result. */
const onEveryPath = fc.constantFrom<Known[]>("required", "required", "required", "conditional", "dynamic", "unknown");
const onSomePath = fc.constantFrom<Known[]>("conditional", "conditional", "dynamic", "unknown", "required");

function readOf(known: fc.Arbitrary<Known>): fc.Arbitrary<Expression<number>> {
  return fc.record({ kind: fc.constant("read"), step: target, mode, known });
}

function leafOf(known: fc.Arbitrary<Known>): fc.Arbitrary<Expression<number>> {
  return fc.oneof(
    { weight: 200, arbitrary: readOf(known) },
    { weight: 30, arbitrary: fc.record({ kind: fc.constant("number"), value: target }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("throw") }) },
  );
}

function sumOf(known: fc.Arbitrary<Known>): fc.Arbitrary<Expression<number>> {
  const caught = fc.record({ kind: fc.constant("caught"), inner: leafOf(known) });
  const term = fc.oneof({ weight: 4, arbitrary: leafOf(known) }, { weight: 1, arbitrary: caught });
  return fc.record({ kind: fc.constant("sum"), terms: fc.array(term, { minLength: 1, maxLength: 3 }) });
}

const choice: fc.Arbitrary<Expression<number>> = fc.record({
  kind: fc.constant("choose"),
  by: leafOf(onEveryPath),
  even: fc.oneof(leafOf(onSomePath), sumOf(onSomePath)),
  odd: fc.oneof(leafOf(onSomePath), sumOf(onSomePath)),
});

const expression: fc.Arbitrary<Expression<number>> = fc.oneof(
  { weight: 5, arbitrary: leafOf(onEveryPath) },
  { weight: 2, arbitrary: sumOf(onEveryPath) },
  { weight: 2, arbitrary: choice },
);

const holds = fc.oneof(
  { weight: 50, arbitrary: fc.constant("always") },
  { weight: 50, arbitrary: fc.constantFrom("even", "odd") },
  { weight: 1, arbitrary: fc.constant("broken") },
);

/** One random step. */
export const rawStep: fc.Arbitrary<RawStep> = fc.record({
  links: fc.array(fc.record({ target, option: fc.constantFrom("dependsOn", "dependsOn", "skipWith") }), {
    maxLength: 3,
  }),
  guard: rarely(3, fc.record({ value: expression, holds })),
  params: fc.array(expression, { maxLength: 3 }),
  always: seldom(7),
  continueOnError: seldom(4),
  retry: fc.record({
    attempts: fc.constantFrom(1, 1, 2, 3, 4, Infinity),
    delayMs: fc.nat({ max: 40 }),
    backoff: fc.constantFrom("fixed", "linear", "exponential"),
    factor: fc.constantFrom(2, 1, 3),
    maxDelayMs: fc.constantFrom(Infinity, 30),
    jitter: fc.constantFrom(0, 0, 0.5, 1),
  }),
  timeoutMs: rarely(4, fc.integer({ min: 1, max: 50 })),
  queue: fc.constantFrom(null, null, null, "narrow", "wide"),
  priority: fc.integer({ min: 0, max: 3 }),
  estimateMs: fc.integer({ min: 1, max: 50 }), // whole numbers, whose sums are the same in any order
  behaviours: fc.array(
    fc.record({
      luck: fc.nat({ max: 99 }),
      bad: fc.constantFrom("throw", "throw", "throw", "fatal", "never"),
      pace: fc.constantFrom("by hand", "by hand", "by hand", "sync", "soon"),
      onAbort: fc.constantFrom("ignore", "throw", "return"),
    }),
    { maxLength: 3 },
  ),
});
