import type { Moment } from "../../support/scripted-host.ts";
import type { StoryCase } from "../cases/run-arbitrary.ts";
import type { WorkflowCase } from "../cases/workflow-case.ts";
import { fullLimit, occupancies, type Slot } from "./concurrency.ts";
import { Line } from "./line.ts";
import { longestPaths } from "./longest-paths.ts";

/** Concurrency: limits hold at every moment, no slot is idle, and slots go to the first in line. */
export function brokenConcurrency(
  timeline: readonly Moment[],
  workflows: ReadonlyMap<string, WorkflowCase>,
  { limits, schedule, storeDelay }: Pick<StoryCase, "limits" | "schedule" | "storeDelay">,
): string | null {
  const paths = new Map([...workflows].map(([runId, workflow]) => [runId, longestPaths(workflow)]));
  const rankOf = ({ runId, step }: Slot) => (schedule === "fifo" ? 0 : paths.get(runId)!.get(step.name)!);
  const line = new Line(limits, rankOf, storeDelay > 0);
  // A slot that is given away while a slow store writes that the step is cancelled counts for the rate all the same.
  const mayPause = ({ step }: Slot) =>
    storeDelay > 0 && step.queue !== null && limits.queues[step.queue]!.rate !== null;
  for (const { moment, before, after } of occupancies(timeline, workflows)) {
    if (moment.kind === "event") {
      const { event, runId } = moment;
      line.take(event, before, after);
      const limit = event.type === "attempt-started" ? fullLimit(before, after.open.at(-1)!, limits, event.time) : null;
      if (limit !== null) return `limitsHold: event ${event.sequence} of ${runId} goes beyond ${limit} limit`;
    } else if (moment.kind === "quiet") {
      const idle = after.waiting.find(
        (slot) => !mayPause(slot) && fullLimit(after, slot, limits, moment.time) === null,
      );
      if (idle !== undefined) return `noIdleSlot: ${idle.step.name} of ${idle.runId} could start at ${moment.time} ms`;
      const unfair = line.rest(after, moment.time);
      if (unfair !== null) return `inOrderOfPriority: ${unfair}`;
    }
  }
  return null;
}
