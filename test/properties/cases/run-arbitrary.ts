import type { Schedule } from "@stepspan/engine";
import fc from "fast-check";
import type { Cancel } from "../../support/scripted-host.ts";
import { rarely } from "./raw-step.ts";
import { workflowCase } from "./workflow-arbitrary.ts";
import type { Limits, QueueCase, WorkflowCase } from "./workflow-case.ts";

/** A workflow and when it is cancelled. */
export interface RunCase {
  readonly workflow: WorkflowCase;
  readonly cancels: readonly Cancel[];
  /** Whether the first cancel comes from the caller's signal instead of the handle. */
  readonly bySignal: boolean;
}

/** Runs that share an engine, and what the host does with them. */
export interface StoryCase {
  readonly runs: readonly RunCase[];
  readonly limits: Limits;
  /** Which of several ready steps of one priority starts first. */
  readonly schedule: Schedule;
  /** For each turn of the host which of the possible actions it takes. */
  readonly choices: readonly number[];
  /** The turn before which the engine is closed; null for one that stays open. */
  readonly closeTurn: number | null;
  /** How many microtasks the store takes for an event. */
  readonly storeDelay: number;
}

function queueOf(min: number, max: number): fc.Arbitrary<QueueCase> {
  const rate = fc.record({ limit: fc.integer({ min: 1, max: 3 }), interval: fc.integer({ min: 1, max: 30 }) });
  return fc.record({ concurrency: fc.integer({ min, max }), rate: rarely(5, rate) });
}

/** Random limits. */
export const limits: fc.Arbitrary<Limits> = fc.record({
  concurrency: fc.constantFrom(64, 1, 2, 3, 5),
  runConcurrency: rarely(2, fc.integer({ min: 1, max: 4 })),
  queues: fc.record({ narrow: queueOf(1, 2), wide: queueOf(2, 4) }),
});

/** Random choices of the host. */
export const choices: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 11 }), { maxLength: 60 });

/** In the first turn a run may not have begun: cancelled twice it never does, and there is nothing to look at. */
const cancels: fc.Arbitrary<readonly Cancel[]> = rarely(
  3,
  fc.array(fc.record({ turn: fc.nat({ max: 8 }), microtasks: fc.nat({ max: 12 }) }), { minLength: 1, maxLength: 3 }),
).map((all) => (all ?? []).filter(({ turn }, index) => turn > 0 || all?.findIndex((one) => one.turn === 0) === index));

const runCase: fc.Arbitrary<RunCase> = fc.record({
  workflow: workflowCase,
  cancels,
  bySignal: fc.boolean(),
});

const storeDelay = rarely(4, fc.integer({ min: 1, max: 6 })).map((microtasks) => microtasks ?? 0);
const closeTurn = rarely(12, fc.integer({ min: 1, max: 8 }));

/** So many runs that share an engine. */
export function storyCase(runs: number): fc.Arbitrary<StoryCase> {
  return fc.record({
    runs: fc.array(runCase, { minLength: runs, maxLength: runs }),
    limits,
    schedule: fc.constantFrom("fifo", "critical-path"),
    choices,
    closeTurn,
    storeDelay,
  });
}
