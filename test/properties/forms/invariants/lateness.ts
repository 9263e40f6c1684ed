import type { RunEvent } from "@stepspan/engine";
import type { FlowFacts } from "./flow-facts.ts";

type Moment = Pick<RunEvent, "time" | "sequence">;

/**
 * How many milliseconds too late something happened that was asked for at one event and came with another; less than 0
 * for too early. The time of pauses does not count, nor that between two engines.
 */
export function lateness(
  { events, isStoreSlow }: Pick<FlowFacts, "events" | "isStoreSlow">,
  asked: Moment,
  came: Moment,
  afterMs: number,
): number {
  let pausedAt: number | null = null;
  let pausedMs = 0;
  let mayBeLate = isStoreSlow ? Infinity : 0;
  for (const event of events.slice(0, came.sequence)) {
    if (event.type === "run-paused") pausedAt = event.time;
    const isRestart = event.type === "run-resumed" && event.isRestart;
    // A run that was not paused when it was left behind goes on later than it could have.
    if (isRestart && pausedAt === null) mayBeLate += event.time - events[event.sequence - 2]!.time;
    if ((event.type !== "run-resumed" && event.type !== "cancel-requested") || pausedAt === null) continue;
    if (event.sequence > asked.sequence) pausedMs += event.time - Math.max(pausedAt, asked.time);
    pausedAt = null;
  }
  const late = came.time - asked.time - pausedMs - afterMs;
  return late > 0 ? Math.max(0, late - mayBeLate) : late;
}
