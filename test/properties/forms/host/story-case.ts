import fc from "fast-check";
import { rarely } from "../../cases/raw-step.ts";
import type { FlowCase } from "../cases/form-case.ts";
import type { Mood } from "../cases/raw-flow.ts";
import { flowCase } from "../cases/shape-flow.ts";

/** A pause of a run, a stop with a snapshot from which it goes on in another engine, or a crash. */
export interface PauseCase {
  readonly turn: number;
  /** How many microtasks after the action of that turn it is asked for. */
  readonly microtasks: number;
  /** The engine is lost without a pause: the run goes on from what its journal holds. */
  readonly isCrash: boolean;
  /** How many turns the host goes on after the pause is complete. */
  readonly turns: number;
  /** How much later the other engine's clock is; null for a pause that goes on in the same engine. */
  readonly restartMs: number | null;
}

/** One run of a workflow, and what the host does with it. */
export interface FlowStory {
  readonly flow: FlowCase;
  /** For each turn of the host which of the possible actions it takes; when they are used up it does all that is possible. */
  readonly choices: readonly number[];
  readonly pauses: readonly PauseCase[];
  /** Turns before which the run is cancelled. */
  readonly cancels: readonly number[];
  readonly concurrency: number;
  readonly runConcurrency: number | null;
  readonly isLive: boolean;
  /** How many microtasks the store takes for an event. */
  readonly storeDelay: number;
  /** Turns before which an event for `on` steps comes from outside. */
  readonly sends: readonly number[];
}

const turn = fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 30 }));

const pauseOf = (mood: Mood): fc.Arbitrary<PauseCase> =>
  fc.record({
    turn,
    microtasks: fc.nat({ max: 12 }),
    isCrash: mood === "wild" ? fc.boolean() : fc.constant(false),
    turns: fc.nat({ max: 5 }),
    restartMs: fc.oneof(fc.constant(null), fc.nat({ max: 200 }), fc.nat({ max: 200 })),
  });

/** Random stories of workflows of this mood. */
export function flowStory(mood: Mood): fc.Arbitrary<FlowStory> {
  const isWild = mood === "wild";
  return fc.record({
    flow: flowCase(mood),
    choices: fc.array(fc.nat({ max: 30 }), { maxLength: 60, size: "max" }),
    pauses: fc.array(pauseOf(mood), { maxLength: 3 }),
    cancels: isWild
      ? rarely(2, fc.array(turn, { minLength: 1, maxLength: 2 })).map((turns) => turns ?? [])
      : fc.constant([]),
    concurrency: fc.constantFrom(16, 1, 2, 3),
    runConcurrency: rarely(4, fc.integer({ min: 1, max: 3 })),
    isLive: isWild ? fc.integer({ min: 1, max: 6 }).map((number) => number === 6) : fc.constant(false),
    storeDelay: rarely(4, fc.integer({ min: 1, max: 6 })).map((microtasks) => microtasks ?? 0),
    sends: isWild ? fc.array(turn, { maxLength: 4 }) : fc.constant([]),
  });
}
