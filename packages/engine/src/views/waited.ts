import type { StepRecord } from "../core/step-record.ts";
import { heldSince } from "../core/stretches.ts";
import type { WaitedTimes } from "../spans/span.ts";

/** For what a step waited, and how long, up to the event that was applied last. */
export function waitedOf(record: StepRecord): WaitedTimes {
  const { queuedAt, startedAt, finishedAt, stretches, state } = record;
  const { now } = state.tree;
  const ended = startedAt ?? finishedAt ?? now;
  const times = {
    dependencies: (queuedAt ?? ended) - heldSince(record),
    slot: queuedAt === null ? 0 : ended - queuedAt,
    retry: 0,
  };
  for (const { kind, since, until } of stretches ?? []) {
    if (kind !== "parked") times[kind] += (until ?? now) - since;
  }
  return Object.freeze(times);
}
