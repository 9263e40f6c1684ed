import type { StepRecord } from "./step-record.ts";
import { unitAt } from "./units.ts";

/**
 * A time in which a step that had started did not run: it waited for a slot to go on, for its retry, for an event or a
 * time (`parked`), or for what it depends on, because that runs again. Times are milliseconds since the epoch.
 */
export interface Stretch {
  readonly kind: "dependencies" | "slot" | "retry" | "parked";
  readonly since: number;
  /** The event with which it began. */
  readonly sinceSequence: number;
  /** Null while it lasts. */
  until: number | null;
  /** The event with which it ended; 0 while it lasts. */
  untilSequence: number;
}

/** A step that had started waits from now on; whatever it waited for before is over. */
export function beginStretch(record: StepRecord, kind: Stretch["kind"]): void {
  const { now, sequence } = record.state.tree;
  endStretch(record);
  record.stretches ??= [];
  record.stretches.push({ kind, since: now, sinceSequence: sequence, until: null, untilSequence: 0 });
}

/** The step runs again, or has settled. */
export function endStretch({ stretches, state }: StepRecord): void {
  const last = stretches?.at(-1);
  if (last === undefined || last.until !== null) return;
  last.until = state.tree.now;
  last.untilSequence = state.tree.sequence;
}

/** Since when the step could have begun: the start of its run or of the step that holds it, for a turn the time of its event. */
export function heldSince({ state, index }: StepRecord): number {
  const unit = unitAt(state, index);
  if (unit === null) return state.startedAt;
  const owner = state.records[unit.owner]!; // it has begun
  const startedAt = owner.startedAt ?? 0;
  const sent = owner.parts?.form.kind === "on" ? owner.parts.events[unit.number] : undefined;
  return sent === undefined ? startedAt : Math.max(startedAt, sent.time);
}
