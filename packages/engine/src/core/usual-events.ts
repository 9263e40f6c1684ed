import type { EvaluationRead, RunEvent } from "./events.ts";

/**
 * The events that every step has. They are made with room for their place, so that the one object is decided, placed and
 * kept: a copy would cost as much as all that is decided, and an object that grows has its further fields outside of itself.
 */
export type UsualEvent = StepQueued | AttemptStarted | StepSucceeded;

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;
type StepQueued = EventOf<"step-queued">;
type AttemptStarted = EventOf<"attempt-started">;
type StepSucceeded = EventOf<"step-succeeded">;

/** Of an event that has no place yet. The first event of a run has the sequence number 1. */
const unplaced = 0;

/**
 * V8 gives a field that has only ever held numbers with a fraction a box of its own in every object. One that has held
 * something else points to the number, which all events and records of a turn then share: 16 bytes less for each.
 */
const noTime = null as never;

export function stepQueued(path: string, params: StepQueued["params"], reads: readonly EvaluationRead[]): StepQueued {
  return { type: "step-queued", path, params, reads, sequence: unplaced, time: noTime };
}

export function attemptStarted(path: string, attempt: number): AttemptStarted {
  return { type: "attempt-started", path, attempt, sequence: unplaced, time: noTime };
}

/** @param attempt 0 for what succeeded without one */
export function stepSucceeded(path: string, attempt: number, output: unknown): StepSucceeded {
  return { type: "step-succeeded", path, attempt, output, sequence: unplaced, time: noTime };
}

/** Gives an event that was just made here its place; false for any other. */
export function placeUsual(event: UsualEvent, sequence: number, time: number): boolean {
  if (event.sequence !== unplaced) return false;
  const own: { sequence: number; time: number } = event; // nobody else has it yet
  own.sequence = sequence;
  own.time = time;
  return true;
}
