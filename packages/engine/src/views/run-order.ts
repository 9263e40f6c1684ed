import type { CoreState } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import { ownerAt, stepAt } from "../core/units.ts";
import { isEndedFromOutside } from "./deciders.ts";

/** A slot that was given back. */
export interface FreedSlot {
  readonly record: StepRecord;
  readonly time: number;
  /** The event that did it. */
  readonly sequence: number;
}

/** What has happened in a run, in order. Who asks goes back in time: never for a later event than before (I9). */
export interface RunOrder {
  /** The step or item that settled last between two events, both of them left out; of those that match. */
  lastSettled(after: number, before: number, matches: (record: StepRecord) => boolean): StepRecord | null;
  /**
   * The slot that was given back last before an event, and later than a time; of several of that moment one of the queue.
   *
   * @param queue the name of a queue; null for the engine's own
   */
  lastFreed(queue: string | null, later: number, before: number): FreedSlot | null;
  /** The items of a step, in the order in which they settled. */
  settledItems(owner: StepRecord): readonly StepRecord[];
}

export function createRunOrder(root: CoreState): RunOrder {
  const { sequence, byPrefix } = root.tree;
  const records = [...byPrefix.values()].flatMap((state) => state.records.filter((record) => record !== undefined));
  const isSettled = ({ settledBy }: StepRecord) => settledBy > 0;
  const settled = inOrder(records.filter(isSettled), ({ settledBy }) => settledBy, sequence);
  const freed = inOrder(records.flatMap(freedBy), (slot) => slot.sequence, sequence);
  const freedOf = Map.groupBy(freed, ({ record }) => queueOf(record));
  const items = Map.groupBy(settled.filter(isItem), ({ state, index }) => state.records[ownerAt(state, index)]);
  let end = settled.length;

  return {
    lastSettled(after, before, matches) {
      while (end > 0 && settled[end - 1]!.settledBy >= before) end--;
      for (let at = end - 1; at >= 0 && settled[at]!.settledBy > after; at--) {
        if (matches(settled[at]!) && !isEndedFromOutside(settled[at]!)) return settled[at]!;
      }
      return null;
    },
    lastFreed(queue, later, before) {
      const last = lastBefore(freed, before);
      const own = queue === null ? null : lastBefore(freedOf.get(queue) ?? [], before);
      const found = own !== null && own.time === last?.time ? own : last;
      return found !== null && found.time > later ? found : null;
    },
    settledItems: (owner) => items.get(owner) ?? [],
  };
}

/** Sorted by an event that each has for itself, in linear time. */
function inOrder<Entry>(entries: readonly Entry[], sequenceOf: (entry: Entry) => number, last: number): Entry[] {
  const places = new Int32Array(last + 1);
  entries.forEach((entry, at) => {
    places[sequenceOf(entry)] = at + 1;
  });
  const sorted: Entry[] = [];
  for (const place of places) if (place > 0) sorted.push(entries[place - 1]!);
  return sorted;
}

/** Takes away what is not before the event: nobody asks for it any more. */
function lastBefore(slots: FreedSlot[], before: number): FreedSlot | null {
  while (slots.length > 0 && slots.at(-1)!.sequence >= before) slots.pop();
  return slots.at(-1) ?? null;
}

/** Attempts hold a slot while they run: until they fail, wait or settle. */
function freedBy(record: StepRecord): readonly FreedSlot[] {
  const { attemptCount, stretches, settledBy, finishedAt } = record;
  if (attemptCount === 0) return [];
  const slots: FreedSlot[] = [];
  let hasNoneFrom = 0;
  for (const { kind, since, sinceSequence, untilSequence } of stretches ?? []) {
    const isFreed = (kind === "retry" || kind === "parked") && sinceSequence !== hasNoneFrom;
    if (isFreed) slots.push({ record, time: since, sequence: sinceSequence });
    hasNoneFrom = untilSequence;
  }
  if (settledBy > 0 && settledBy !== hasNoneFrom && finishedAt !== null)
    slots.push({ record, time: finishedAt, sequence: settledBy });
  return slots;
}

function queueOf({ state, index }: StepRecord): string | null {
  return stepAt(state, index).queue;
}

function isItem({ state, index }: StepRecord): boolean {
  return index >= state.plan.steps.length;
}
