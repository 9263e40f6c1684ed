import type { Moment } from "../../support/scripted-host.ts";
import type { Limits, StepCase, WorkflowCase } from "../cases/workflow-case.ts";
import { endsAttempt, stepNamed } from "./run-facts.ts";

/** A step in one of the runs that share an engine. */
export interface Slot {
  readonly runId: string;
  readonly step: StepCase;
}

/** Which attempts are open, and which have been asked for and wait, in the order in which they were asked for. */
export interface Occupancy {
  readonly open: readonly Slot[];
  readonly waiting: readonly Slot[];
}

/** Every moment of a timeline with the occupancy just after it. */
export function occupancies(
  timeline: readonly Moment[],
  workflows: ReadonlyMap<string, WorkflowCase>,
): readonly { readonly moment: Moment; readonly before: Occupancy; readonly after: Occupancy }[] {
  let after: Occupancy = { open: [], waiting: [] };
  return timeline.map((moment) => {
    const before = after;
    if (moment.kind === "event" && "path" in moment.event) {
      const { runId, event } = moment;
      const slot: Slot = { runId, step: stepNamed(workflows.get(runId)!, moment.event.path) };
      const without = (slots: readonly Slot[]) => slots.filter((other) => other.step !== slot.step || other.runId !== runId);
      const { open, waiting } = before;
      if (event.type === "step-queued" || event.type === "retry-due") after = { open, waiting: [...waiting, slot] };
      else if (event.type === "attempt-started") after = { open: [...open, slot], waiting: without(waiting) };
      else if (endsAttempt(event)) after = { open: without(open), waiting: without(waiting) };
    }
    return { moment, before, after };
  });
}

/** The limit that keeps a step from starting now; null if there is none. */
export function fullLimit({ open }: Occupancy, { runId, step }: Slot, limits: Limits): string | null {
  if (open.length >= limits.concurrency) return "the engine's";
  if (open.filter((slot) => slot.runId === runId).length >= (limits.runConcurrency ?? Infinity)) return "the run's";
  const inQueue = open.filter((slot) => slot.step.queue === step.queue).length;
  return step.queue !== null && inQueue >= limits.queues[step.queue]! ? "the queue's" : null;
}
