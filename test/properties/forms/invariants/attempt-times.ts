import { StepTimeoutError } from "@stepspan/engine";
import { type FlowFacts, firstOf, isRestart, isSettlement, type PathEvent, placeAt } from "./flow-facts.ts";

/** An attempt, as far as it has come. */
interface Clock {
  /** Null while it waits, or is not open. */
  since: number | null;
  ranMs: number;
  /** A crash took the time with it that it had run. */
  isUnknown: boolean;
}

/** The time limit of attempts: what they wait does not count. */
export const attemptTimeInvariants = {
  attemptsEndInTime: ({ byPath, flow, isStoreSlow, events: all }: FlowFacts) =>
    firstOf(byPath, ([path, events]) => {
      const { timeoutMs } = placeAt(flow, path).step;
      if (timeoutMs === null) return null;
      const ended = new Set<number>();
      const clock: Clock = { since: null, ranMs: 0, isUnknown: false };
      return firstOf(events, (event, before) => {
        const isCrashed = clock.since !== null && all.slice(before?.sequence, event.sequence).some(isRestart);
        const complaint = isCrashed ? null : endOf(clock, event, { timeoutMs, isStoreSlow });
        move(clock, event, { isCrashed, ended });
        return complaint;
      });
    }),
};

function endOf(
  { since, ranMs, isUnknown }: Clock,
  event: PathEvent,
  { timeoutMs, isStoreSlow }: { readonly timeoutMs: number; readonly isStoreSlow: boolean },
): string | null {
  if (event.type !== "attempt-failed" && event.type !== "step-failed" && event.type !== "step-succeeded") return null;
  // What a wait of a body throws is the cause of another error.
  const isTimeout = "error" in event && event.error instanceof StepTimeoutError;
  if (event.attempt === 0 || (since === null && !isTimeout)) return null;
  if (since === null) return `${event.path} runs out of time while it waits`;
  const ran = ranMs + event.time - since;
  const [isEarly, isLate] = [isTimeout && ran < timeoutMs && !isUnknown, ran > timeoutMs && !isStoreSlow];
  if (!isEarly && !isLate) return null;
  return `event ${event.sequence} ends an attempt of ${event.path} after ${ran} ms of ${timeoutMs}`;
}

function move(
  clock: Clock,
  event: PathEvent,
  { isCrashed, ended }: { readonly isCrashed: boolean; readonly ended: Set<number> },
): void {
  if (clock.since !== null) clock.ranMs += event.time - clock.since;
  if (clock.since !== null) clock.since = event.time;
  if (isCrashed) Object.assign(clock, { since: null, ranMs: 0, isUnknown: true });
  if (event.type === "attempt-started") Object.assign(clock, { ranMs: 0, isUnknown: false });
  if (event.type === "attempt-started" || event.type === "attempt-resumed") clock.since = event.time;
  if (event.type === "wait-ended") ended.add(event.wait);
  // A body that runs again and comes to a wait that is over meanwhile goes on at once.
  const waits = event.type === "wait-started" && !ended.has(event.wait);
  if (waits || event.type === "attempt-failed" || isSettlement(event)) clock.since = null;
}
