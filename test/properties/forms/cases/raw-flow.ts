import type { ReadMode } from "@stepspan/engine";
import fc from "fast-check";
import { rarely } from "../../cases/raw-step.ts";
import type { Action, Script, StepCase } from "./form-case.ts";

/** `calm`: what comes out does not depend on time, and nobody ends anything early. */
export type Mood = "calm" | "wild";

/** A reference to an earlier step, before it is worked out which. */
export interface RawLink {
  readonly target: number;
  readonly isOrder: boolean;
  readonly mode: ReadMode;
  readonly known: "required" | "unknown";
}

export interface RawSubflow {
  readonly flow: RawFlow;
  readonly ownFlowState: boolean;
  readonly writesBack: boolean;
  readonly mapsOutput: boolean;
}

/** A step before its references are worked out: each part shrinks by itself. */
export interface RawStep extends Pick<StepCase, "always" | "continueOnError" | "attempts" | "delayMs" | "timeoutMs"> {
  readonly kind: "single" | "map" | "loop" | "on" | "race" | "wait" | "sleep";
  readonly links: readonly RawLink[];
  readonly guard: RawLink | null;
  readonly script: Script;
  readonly subflow: RawSubflow | null;
  readonly items: readonly number[] | null;
  readonly overRead: RawLink | null;
  readonly untilRead: RawLink | null;
  readonly concurrency: number;
  readonly stopAt: number;
  readonly maxIterations: number;
  readonly capacity: number;
  readonly event: "any" | "mine" | "picky" | "never";
  readonly waitTimeoutMs: number | null;
  readonly members: readonly number[];
  /** The members of the race are steps that may be skipped, if there are enough of them. */
  readonly prefersGuarded: boolean;
  readonly ms: number;
}

/** A workflow before its references are worked out. */
export interface RawFlow {
  readonly steps: readonly RawStep[];
  readonly failFast: boolean;
  readonly timeoutMs: number | null;
  readonly returns: readonly RawLink[] | null;
  /** Bodies throw. */
  readonly isStormy: boolean;
}

/** How deep sub-workflows go below a run, and how much there is on each level. */
const deepest = 3;
const mostSteps = [8, 4, 3, 2] as const;
const mostItems = [5, 3, 2, 2] as const;

const link: fc.Arbitrary<RawLink> = fc.record({
  target: fc.nat({ max: 20 }),
  isOrder: fc.boolean(),
  mode: fc.constantFrom<ReadMode[]>("plain", "default", "settled", "default"),
  known: fc.constantFrom("required", "required", "unknown"),
});

/** Of a lambda that is called when the step has begun: it may find that another one has not settled. */
const lateLink: fc.Arbitrary<RawLink> = fc.record({
  target: fc.nat({ max: 20 }),
  isOrder: fc.constant(false),
  mode: fc.constantFrom<ReadMode[]>("default", "settled", "plain"),
  known: fc.constantFrom("unknown", "unknown", "required"),
});

/** True one time in `oneIn`. */
function seldom(oneIn: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: oneIn }).map((number) => number === oneIn);
}

const shortTime = fc.integer({ min: 1, max: 30 });
const seldomLate = (mood: Mood, oneIn: number, max: number) =>
  mood === "calm" ? fc.constant(null) : rarely(oneIn, fc.integer({ min: 1, max }));

function actionOf(mood: Mood): fc.Arbitrary<Action> {
  const hand = fc.record({ do: fc.constant("hand" as const) });
  const answered = fc.record({
    do: fc.constant("wait" as const),
    event: fc.constantFrom("any" as const, "mine" as const, "keyed" as const),
    timeoutMs: seldomLate(mood, 3, 60),
  });
  const never = fc.record({
    do: fc.constant("wait" as const),
    event: fc.constant("never" as const),
    timeoutMs: shortTime,
  });
  const both = fc.record({
    do: fc.constant("both" as const),
    event: fc.constantFrom("any" as const, "keyed" as const),
    ms: shortTime,
  });
  const send = fc.record({
    do: fc.constant("send" as const),
    event: fc.constantFrom("turn" as const, "turn" as const, "any" as const),
  });
  return fc.oneof(
    { weight: 6, arbitrary: hand },
    { weight: 5, arbitrary: answered },
    { weight: 6, arbitrary: send },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("sleep" as const), ms: shortTime }) },
    { weight: 2, arbitrary: both },
    { weight: 1, arbitrary: never },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("ahead" as const), ms: shortTime }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("emit" as const) }) },
    { weight: mood === "wild" ? 1 : 0, arbitrary: fc.record({ do: fc.constant("stop" as const) }) },
  );
}

function scriptOf(mood: Mood): fc.Arbitrary<Script> {
  const amount = fc.constantFrom(0, 0, 1, 2, 5);
  return fc.record({
    actions: fc.array(actionOf(mood), { maxLength: 3 }),
    state: amount,
    flowState: amount,
    stepState: amount,
    usage: amount,
    variable: fc.boolean(),
    failRate: mood === "wild" ? fc.constantFrom(0, 2, 5, 8, 8) : fc.constantFrom(0, 0, 2, 5, 8),
    onAbort: fc.constantFrom("ignore", "throw", "return"),
  });
}

function stepOf(mood: Mood, depth: number): fc.Arbitrary<RawStep> {
  const kinds = ["single", "single", "single", "map", "map", "loop", "loop", "on", "on", "wait", "sleep"] as const;
  const subflow = fc.record({
    flow: depth < deepest ? rawFlow(mood, depth + 1) : fc.constant(null),
    ownFlowState: fc.boolean(),
    writesBack: fc.boolean(),
    mapsOutput: fc.boolean(),
  }) as fc.Arbitrary<RawSubflow>; // without a workflow it is not used
  return fc.record({
    kind: fc.constantFrom(...kinds, ...(mood === "wild" ? (["race", "race", "race"] as const) : [])),
    links: fc.array(link, { maxLength: 2 }),
    guard: rarely(mood === "wild" ? 3 : 6, link),
    always: seldom(mood === "wild" ? 5 : 8),
    continueOnError: fc.boolean(),
    attempts: fc.constantFrom(1, 1, 2, 3),
    delayMs: fc.nat({ max: 20 }),
    timeoutMs: seldomLate(mood, 4, 40),
    script: scriptOf(mood),
    subflow: depth < deepest ? rarely(3, subflow) : fc.constant(null),
    items: fc
      .tuple(fc.array(fc.nat({ max: 50 }), { maxLength: mostItems[depth]! }), fc.nat({ max: 30 })) // a depth has its sizes
      .map(([items, luck]) => (luck === 30 ? null : items)),
    overRead: rarely(3, link),
    untilRead: rarely(2, lateLink),
    concurrency: fc.constantFrom(Infinity, 1, 2, 3),
    stopAt: fc.integer({ min: 1, max: 4 }),
    maxIterations: fc.integer({ min: 1, max: depth === 0 ? 4 : 2 }),
    capacity: fc.constantFrom(1000, 1, 2),
    event: fc.constantFrom("any", "mine", "picky", "picky", "never"),
    waitTimeoutMs: seldomLate(mood, 3, 60),
    members: fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 4 }),
    prefersGuarded: seldom(2),
    ms: shortTime,
  });
}

/** A random workflow; its sub-workflows are at most 3 deep. */
export function rawFlow(mood: Mood, depth = 0): fc.Arbitrary<RawFlow> {
  return fc.record({
    steps: fc.array(stepOf(mood, depth), { minLength: 1, maxLength: mostSteps[depth]!, size: "max" }), // a depth has its sizes
    failFast: fc.boolean(),
    timeoutMs: seldomLate(mood, 6, 150),
    returns: rarely(2, fc.array(link, { maxLength: 2 })),
    isStormy: fc.boolean(),
  });
}
