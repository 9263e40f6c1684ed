import type { StepRecord } from "../core/step-record.ts";
import type { Stretch } from "../core/stretches.ts";
import { stepAt, unitAt } from "../core/units.ts";
import type { LinkReason } from "../spans/critical-link.ts";
import { deciderOf, latest, waitedFor } from "./deciders.ts";
import type { FreedSlot, RunOrder } from "./run-order.ts";

/** Milliseconds. An engine needs a turn to give a slot that is free: shorter waits are no reason for anything. */
const leastSlotWait = 1;

/** A moment in the life of a step, or of the run (null). What led to it came before the event `before`. */
export interface Moment {
  readonly record: StepRecord | null;
  readonly time: number;
  readonly before: number;
  /** It had just begun: only what led to that is asked for. */
  readonly isStart: boolean;
}

/** What was waited for last before a moment. */
export interface Cause {
  readonly because: LinkReason;
  /** The earlier moment; null for the start of the run. */
  readonly from: Moment | null;
}

/** Another step, or item, had settled. */
export function settlement(record: StepRecord, because: LinkReason): Cause {
  const decider = deciderOf(record);
  const time = decider.finishedAt ?? 0; // it has settled
  return { because, from: { record: decider, time, before: decider.settledBy, isStart: false } };
}

/** What a step or item that runs its own body waited for last: to go on, or to begin. */
export function causeOfStep(record: StepRecord, before: number, order: RunOrder): Cause {
  return (
    causeOfGoingOn(record, before, order) ?? causeOfSlot(record, before, order) ?? causeOfStart(record, before, order)
  );
}

function causeOfGoingOn(record: StepRecord, before: number, order: RunOrder): Cause | null {
  const stretches = record.stretches ?? [];
  for (let at = stretchesBefore(stretches, before) - 1; at >= 0; at--) {
    const { kind, since, until, sinceSequence, untilSequence } = stretches[at]!;
    const beforeIt: Moment = { record, time: since, before: sinceSequence, isStart: false };
    const isOver = until !== null && untilSequence < before;
    if (kind === "retry") return { because: "retry", from: beforeIt };
    if (kind === "slot" && isOver && until - since >= leastSlotWait)
      return slot(order.lastFreed(queueOf(record), since, untilSequence), beforeIt);
    if (kind === "dependencies") {
      const last = latest(waitedFor(record), sinceSequence, isOver ? untilSequence : before);
      if (last !== null) return settlement(last, "dependency");
    }
  }
  return null;
}

/** How many of them began before the event; found by halving, since a step with many retries is asked for each (I9). */
function stretchesBefore(stretches: readonly Stretch[], before: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.sinceSequence < before) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What it waited for before its first attempt, if that was a slot. */
function causeOfSlot(record: StepRecord, before: number, order: RunOrder): Cause | null {
  const { queuedAt, startedAt, startedBy } = record;
  if (queuedAt === null || startedAt === null || startedBy >= before) return null;
  if (startedAt - queuedAt < leastSlotWait) return null;
  const beforeIt: Moment = { record, time: queuedAt, before: startedBy, isStart: true };
  return slot(order.lastFreed(queueOf(record), queuedAt, startedBy), beforeIt);
}

/** @param beforeIt the moment at which the step asked for the slot, if no step of the run gave one back since */
function slot(freed: FreedSlot | null, beforeIt: Moment): Cause {
  if (freed === null) return { because: "slot", from: beforeIt };
  const { record, time, sequence } = freed;
  return { because: "slot", from: { record, time, before: sequence, isStart: false } };
}

/** What a step or item waited for last before it was queued or began, or settled without that. */
export function causeOfStart(record: StepRecord, latestEvent: number, order: RunOrder): Cause {
  const { state, index, startedBy, settledBy } = record;
  const before = Math.min(latestEvent, startedBy || settledBy || latestEvent);
  if (unitAt(state, index) !== null) return causeOfItem(record, before, order);
  const last = latest(waitedFor(record), 0, before);
  if (last !== null) return settlement(last, "dependency");
  if (state.parent === null) return { because: "start", from: null };
  return startOf(state.parent.state.records[state.parent.index]!); // what has a child run has a record
}

function causeOfItem(record: StepRecord, before: number, order: RunOrder): Cause {
  const { state, index } = record;
  const { owner: ownerIndex, number } = unitAt(state, index)!; // an item
  const owner = state.records[ownerIndex]!; // it has begun
  const { form } = stepAt(state, index);
  const width = form.kind === "map" || form.kind === "on" ? form.concurrency : 2; // iterations count from 1
  const item = order.settledItems(owner)[number - width];
  const sent = form.kind === "on" ? owner.parts?.events[number] : undefined;
  const after = Math.max(owner.startedBy, sent?.sequence ?? 0);
  const last = latest([item, ...waitedFor(record)], after, before);
  if (last !== null) return settlement(last, last === item ? "item" : "dependency");
  if (sent === undefined || sent.sequence < owner.startedBy) return startOf(owner);
  return { because: "event", from: { record: owner, time: sent.time, before: sent.sequence, isStart: true } };
}

/** The step that holds it began. */
function startOf(holder: StepRecord): Cause {
  const time = holder.startedAt ?? 0; // it has begun
  return { because: "start", from: { record: holder, time, before: holder.startedBy, isStart: true } };
}

function queueOf({ state, index }: StepRecord): string | null {
  return stepAt(state, index).queue;
}
