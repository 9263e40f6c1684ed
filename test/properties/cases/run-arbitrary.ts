import fc from "fast-check";
import { rarely } from "./raw-step.ts";
import { workflowCase } from "./workflow-arbitrary.ts";
import type { Limits, WorkflowCase } from "./workflow-case.ts";

/** A workflow and when it is cancelled. */
export interface RunCase {
  readonly workflow: WorkflowCase;
  /** The turns of the host before which it is cancelled. */
  readonly cancelTurns: readonly number[];
  /** Whether the first cancel comes from the caller's signal instead of the handle. */
  readonly bySignal: boolean;
}

/** Runs that share an engine, and what the host does with them. */
export interface StoryCase {
  readonly runs: readonly RunCase[];
  readonly limits: Limits;
  /** For each turn of the host which of the possible actions it takes. */
  readonly choices: readonly number[];
}

/** Random limits. */
export const limits: fc.Arbitrary<Limits> = fc.record({
  concurrency: fc.constantFrom(64, 1, 2, 3, 5),
  runConcurrency: rarely(2, fc.integer({ min: 1, max: 4 })),
  queues: fc.record({ narrow: fc.integer({ min: 1, max: 2 }), wide: fc.integer({ min: 2, max: 4 }) }),
});

/** Random choices of the host. */
export const choices: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 11 }), { maxLength: 60 });

const cancelTurns: fc.Arbitrary<readonly number[]> = rarely(3, fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 3 })).map((turns) => turns ?? []);

const runCase: fc.Arbitrary<RunCase> = fc.record({
  workflow: workflowCase,
  cancelTurns,
  bySignal: fc.boolean(),
});

/** So many runs that share an engine. */
export function storyCase(runs: number): fc.Arbitrary<StoryCase> {
  return fc.record({ runs: fc.array(runCase, { minLength: runs, maxLength: runs }), limits, choices });
}
