import type { Moment } from "../../support/scripted-host.ts";
import type { Limits, WorkflowCase } from "../cases/workflow-case.ts";
import { fullLimit, type Occupancy, occupancies, type Slot } from "./concurrency.ts";

/** Concurrency: limits hold at every moment, no slot is idle, and slots go to the first in line. */
export function brokenConcurrency(
  timeline: readonly Moment[],
  workflows: ReadonlyMap<string, WorkflowCase>,
  limits: Limits,
): string | null {
  let passed: Passing[] = [];
  for (const { moment, before, after } of occupancies(timeline, workflows)) {
    if (moment.kind === "quiet") {
      const idle = after.waiting.find((slot) => fullLimit(after, slot, limits) === null);
      if (idle !== undefined) return `noIdleSlot: ${nameOf(idle)} could start at ${moment.time} ms`;
      const late = passed.find((passing) => isAtCost(passing, after, limits));
      if (late !== undefined) return `inOrderOfPriority: ${late.place} takes the slot of ${nameOf(late.slot)}`;
      passed = [];
    } else if (moment.event.type === "attempt-started") {
      const place = `event ${moment.event.sequence} of ${moment.runId}`;
      const slot = after.open.at(-1)!; // it was just opened
      const limit = fullLimit(before, slot, limits);
      if (limit !== null) return `limitsHold: ${place} goes beyond ${limit} limit`;
      for (const other of before.waiting) {
        if (goesBefore(before, other, slot, limits)) passed.push({ slot: other, by: slot, place });
      }
    }
  }
  return null;
}

/** Somebody started before one who was in front of him in line. */
interface Passing {
  readonly slot: Slot;
  readonly by: Slot;
  readonly place: string;
}

/** Whether the one who was passed by still waits, and has to because of the other. */
function isAtCost({ slot, by }: Passing, { open, waiting }: Occupancy, limits: Limits): boolean {
  if (!waiting.includes(slot) || !open.includes(by)) return false;
  return fullLimit({ open: open.filter((other) => other !== by), waiting }, slot, limits) === null;
}

/** Higher priority first, among equals who was asked for first; who is kept back by a limit is passed by. */
function goesBefore(occupancy: Occupancy, other: Slot, slot: Slot, limits: Limits): boolean {
  if (!isUnderTheSameLimits(other, slot, limits) || fullLimit(occupancy, other, limits) !== null) return false;
  if (other.step.priority !== slot.step.priority) return other.step.priority > slot.step.priority;
  const { waiting } = occupancy;
  const placeOf = ({ runId, step }: Slot) => waiting.findIndex((one) => one.runId === runId && one.step === step);
  return placeOf(other) < placeOf(slot);
}

/** Where one has a limit of its own, a slot below it is free some microtasks after the event that frees it. */
function isUnderTheSameLimits(other: Slot, slot: Slot, { runConcurrency }: Limits): boolean {
  const { queue } = other.step;
  return (queue === null || queue === slot.step.queue) && (runConcurrency === null || other.runId === slot.runId);
}

function nameOf({ runId, step }: Slot): string {
  return `${step.name} of ${runId}`;
}
