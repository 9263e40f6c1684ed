import type { EventType } from "@stepspan/engine";
import { firstOf, type RunFacts } from "./run-facts.ts";

const known: readonly EventType[] = [
  "run-started",
  "evaluation-suspended",
  "step-queued",
  "attempt-started",
  "attempt-failed",
  "retry-due",
  "step-succeeded",
  "step-failed",
  "step-skipped",
  "step-cancelled",
  "cancel-requested",
  "grace-expired",
  "run-finished",
];

/** Order: the events are one list, from the run's start to its end. */
export const orderInvariants = {
  sequenceNumbersCountFromOne: ({ events }: RunFacts) =>
    firstOf(events.entries(), ([index, { sequence }]) =>
      sequence === index + 1 ? null : `event ${index + 1} has the sequence number ${sequence}`,
    ),

  timesNeverDecrease: ({ events }: RunFacts) =>
    firstOf(events.entries(), ([index, { time, sequence }]) =>
      index === 0 || time >= events[index - 1]!.time ? null : `event ${sequence} is earlier than the one before it`,
    ),

  theRunStartsOnceAndFirst: ({ events }: RunFacts) =>
    firstOf(events.entries(), ([index, { type }]) =>
      (type === "run-started") === (index === 0) ? null : `event ${index + 1} is ${type}`,
    ),

  nothingFollowsTheEnd: ({ events }: RunFacts) =>
    firstOf(events.entries(), ([index, { type }]) =>
      (type === "run-finished") === (index === events.length - 1) ? null : `event ${index + 1} is ${type}`,
    ),

  onlyKnownTypesAndSteps: ({ events, workflow }: RunFacts) =>
    firstOf(events, (event) => {
      if (!known.includes(event.type)) return `event ${event.sequence} is ${event.type}`;
      if (!("path" in event) || event.path === "" || workflow.steps.some((step) => step.name === event.path))
        return null;
      return `event ${event.sequence} names ${event.path}`;
    }),
};
