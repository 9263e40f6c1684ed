import type { Moment } from "../../support/scripted-host.ts";
import type { Limits, StepCase, WorkflowCase } from "../cases/workflow-case.ts";
import { endsAttempt, stepNamed } from "./run-facts.ts";

/** A step in one of the runs that share an engine. */
export interface Slot {
  readonly runId: string;
  readonly step: StepCase;
}

/** Which attempts are open, which have been asked for and wait (in that order), and what has started at which time. */
export interface Occupancy {
  readonly open: readonly Slot[];
  readonly waiting: readonly Slot[];
  readonly starts: readonly { readonly queue: string | null; readonly time: number }[];
}

/** Every moment of a timeline with the occupancy just after it. */
export function occupancies(
  timeline: readonly Moment[],
  workflows: ReadonlyMap<string, WorkflowCase>,
): readonly { readonly moment: Moment; readonly before: Occupancy; readonly after: Occupancy }[] {
  let after: Occupancy = { open: [], waiting: [], starts: [] };
  return timeline.map((moment) => {
    const before = after;
    if (moment.kind === "event" && "path" in moment.event) {
      const { runId, event } = moment;
      const slot: Slot = { runId, step: stepNamed(workflows.get(runId)!, moment.event.path) };
      const without = (slots: readonly Slot[]) =>
        slots.filter((other) => other.step !== slot.step || other.runId !== runId);
      const { open, waiting, starts } = before;
      if (event.type === "step-queued" || event.type === "retry-due")
        after = { ...before, waiting: [...waiting, slot] };
      else if (event.type === "attempt-started") {
        const start = { queue: slot.step.queue, time: event.time };
        after = { open: [...open, slot], waiting: without(waiting), starts: [...starts, start] };
      } else if (endsAttempt(event)) after = { ...before, open: without(open), waiting: without(waiting) };
    }
    return { moment, before, after };
  });
}

/** The limit that keeps a step from starting at a time; null if there is none. */
export function fullLimit(occupancy: Occupancy, { runId, step }: Slot, limits: Limits, time: number): string | null {
  const { open, starts } = occupancy;
  if (open.length >= limits.concurrency) return "the engine's";
  if (open.filter((slot) => slot.runId === runId).length >= (limits.runConcurrency ?? Infinity)) return "the run's";
  const queue = step.queue === null ? undefined : limits.queues[step.queue];
  if (queue === undefined) return null;
  if (open.filter((slot) => slot.step.queue === step.queue).length >= queue.concurrency) return "the queue's";
  const { rate } = queue;
  if (rate === null) return null;
  const recent = starts.filter((start) => start.queue === step.queue && start.time + rate.interval > time);
  return recent.length >= rate.limit ? "the queue's rate" : null;
}
