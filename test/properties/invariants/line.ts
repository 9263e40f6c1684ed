import type { RunEvent } from "@stepspan/engine";
import type { Limits } from "../cases/workflow-case.ts";
import { fullLimit, type Occupancy, type Slot } from "./concurrency.ts";
import { endsAttempt } from "./run-facts.ts";

/** Somebody started before one who was in front of him in line. */
interface Passing {
  readonly slot: Slot;
  readonly by: Slot;
  readonly event: RunEvent;
}

/**
 * The line for the slots. A slot is given away some microtasks before the start is written and after the event that
 * frees it, so that only those are watched who were in line before that: since the last rest, or since what it ended with.
 */
export class Line {
  readonly #limits: Limits;
  readonly #rankOf: (slot: Slot) => number;
  readonly #isStoreSlow: boolean;
  readonly #latecomers = new Set<Slot>();
  #passings: Passing[] = [];
  #starts = 0;
  #ends = 0;

  /** @param rankOf decides among those of one priority @param isStoreSlow whether slots may be given away long before and after the events that belong to that */
  constructor(limits: Limits, rankOf: (slot: Slot) => number, isStoreSlow: boolean) {
    this.#limits = limits;
    this.#rankOf = rankOf;
    this.#isStoreSlow = isStoreSlow;
  }

  take(event: RunEvent, before: Occupancy, after: Occupancy): void {
    const isLate = this.#isStoreSlow || this.#starts > 0 || this.#ends > 1;
    if (isLate && after.waiting.length > before.waiting.length) {
      this.#latecomers.add(after.waiting.at(-1)!); // it has one more
    }
    if (endsAttempt(event)) this.#ends++;
    if (event.type !== "attempt-started") return;
    this.#starts++;
    const by = after.open.at(-1)!; // it was just opened
    for (const slot of before.waiting) {
      if (this.#goesFirst(slot, by, before, event.time)) this.#passings.push({ slot, by, event });
    }
  }

  /** Says who still waits because another took his slot; null if nobody does. */
  rest(now: Occupancy, time: number): string | null {
    const unfair = this.#passings.find((passing) => this.#isAtCost(passing, now, time));
    this.#passings = [];
    this.#latecomers.clear();
    this.#starts = 0;
    this.#ends = 0;
    if (unfair === undefined) return null;
    const { event, by, slot } = unfair;
    return `event ${event.sequence} of ${by.runId} takes the slot of ${slot.step.name} of ${slot.runId}`;
  }

  /** Higher priority first, then higher rank, among equals who was asked for first; who is kept back by a limit is passed by. */
  #goesFirst(slot: Slot, by: Slot, before: Occupancy, time: number): boolean {
    if (this.#latecomers.has(slot) || !this.#hasNoOtherLimits(slot, by)) return false;
    if (fullLimit(before, slot, this.#limits, time) !== null) return false;
    if (slot.step.priority !== by.step.priority) return slot.step.priority > by.step.priority;
    const [rank, rankOfOther] = [this.#rankOf(slot), this.#rankOf(by)];
    if (rank !== rankOfOther) return rank > rankOfOther;
    const placeOf = ({ runId, step }: Slot) =>
      before.waiting.findIndex((one) => one.runId === runId && one.step === step);
    return placeOf(slot) < placeOf(by);
  }

  #hasNoOtherLimits(slot: Slot, by: Slot): boolean {
    const { queue } = slot.step;
    const { runConcurrency } = this.#limits;
    return (queue === null || queue === by.step.queue) && (runConcurrency === null || slot.runId === by.runId);
  }

  /** Whether the one who was passed by still waits, and has to because of the other. */
  #isAtCost({ slot, by }: Passing, now: Occupancy, time: number): boolean {
    if (!now.waiting.includes(slot) || !now.open.includes(by)) return false;
    const without = { ...now, open: now.open.filter((other) => other !== by) };
    return fullLimit(without, slot, this.#limits, time) === null;
  }
}
