import type { CoreState } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import { ownerAt } from "../core/units.ts";

/** The step itself, or the one because of which it was cancelled or skipped before it started. */
export function deciderOf(record: StepRecord): StepRecord {
  let decider = record;
  for (;;) {
    const cause = causeOf(decider);
    if (cause === null) return decider;
    decider = cause;
  }
}

/** Of several the one that settled last between two events, both of them left out. Those that nothing in the run ended do not count. */
export function latest(records: Iterable<StepRecord | undefined>, after: number, before: number): StepRecord | null {
  let last: StepRecord | null = null;
  for (const record of records) {
    if (record === undefined || record.settledBy <= (last?.settledBy ?? after) || record.settledBy >= before) continue;
    if (!isEndedFromOutside(record)) last = record;
  }
  return last;
}

/** What a step or item waits for before it begins. An item does so where evaluation found it; its step has waited for the rest. */
export function waitedFor(record: StepRecord): readonly (StepRecord | undefined)[] {
  const { state, index, discovered, suspensions } = record;
  const owner = ownerAt(state, index);
  const names = new Set(discovered ?? []);
  const isItem = owner !== index;
  const edges = isItem && suspensions === null ? [] : state.plan.edgesTo(owner); // items may be many (I9)
  for (const { from, certainty, parameter, kind } of edges) {
    const isUpFront = certainty === "required" && !isItem;
    const isTraced = certainty === "dynamic" && kind !== "order" && (suspensions?.get(parameter) ?? 0) > 1;
    if (isUpFront || isTraced) names.add(from);
  }
  return [...names].map((name) => recordNamed(state, name));
}

/** Whether it was cancelled before it started, or lost what was, and no step that had settled is the reason. */
export function isEndedFromOutside(record: StepRecord): boolean {
  const { startedAt, skipped, cancelled, state } = record;
  if (startedAt !== null) return false;
  if (cancelled !== null) return causeOf(record) === null;
  const lost = skipped?.kind === "upstream" ? recordNamed(state, skipped.step) : undefined;
  return lost !== undefined && lost.cancelled !== null && isEndedFromOutside(lost);
}

/** Null for a step that started, or that was ended from outside. */
function causeOf(record: StepRecord): StepRecord | null {
  const { startedAt, skipped, cancelled, state, index, settledBy } = record;
  if (startedAt !== null) return null;
  if (skipped?.kind === "upstream")
    return latest([...waitedFor(record), ...endersOf(state, skipped.step)], 0, settledBy);
  if (cancelled === null || !("step" in cancelled)) return null;
  const owner = state.records[ownerAt(state, index)];
  return latest([...endersOf(state, cancelled.step), ...brokenIn(owner)], 0, settledBy);
}

/** The step of that name, or its item whose failure is its own. A step above the run may have the name: it has not settled. */
function endersOf(state: CoreState, name: string): readonly (StepRecord | undefined)[] {
  const step = recordNamed(state, name);
  return step === undefined ? [] : [step, ...brokenIn(step)];
}

function brokenIn(owner: StepRecord | undefined): readonly (StepRecord | undefined)[] {
  const broken = owner?.parts?.brokenBy ?? null;
  return owner === undefined || broken === null ? [] : [owner.state.records[broken]];
}

function recordNamed(state: CoreState, name: string): StepRecord | undefined {
  const index = state.plan.indexByName.get(name);
  return index === undefined ? undefined : state.records[index];
}
