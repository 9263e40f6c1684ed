import { type Codec, fromJson } from "@stepspan/engine";
import {
  type CoreState,
  Phase,
  recordOf,
  StateValues,
  type StepRecord,
  setAttempt,
  setPhase,
  waitsOf,
} from "@stepspan/engine/hosting";
import type { CalledSpan, CalledWait, StepCall } from "../protocol/step-call.ts";
import type { CalledLevel } from "./called-levels.ts";

/** Puts what a call tells of its step, and of its run, where the engine looks for it. */
export function fillRecord({ state, index }: CalledLevel, call: StepCall, codec: Codec): void {
  const { run, waits, attempt, startedAt, params, vars } = call;
  state.values = new StateValues(run.state);
  state.flowValues = run.flowState === null ? null : new StateValues(run.flowState);
  state.startedAt = startedAt;
  const record = recordOf(state, index);
  record.status = "running";
  record.params = params;
  record.reads = call.reads;
  record.startedAt = startedAt;
  setAttempt(record, attempt, startedAt);
  record.vars = { ...vars };
  if (waits !== null) fillWaits(record, waits.first, waits.entries);
  setPhase(state, index, Phase.running);
  for (const span of call.spans ?? []) fillSpan(state, span, codec);
}

function fillWaits(record: StepRecord, first: number, entries: readonly CalledWait[]): void {
  const waits = waitsOf(record);
  waits.first = first;
  for (const entry of entries) {
    waits.entries.push({ ...entry, outcome: entry.outcome as (typeof waits.entries)[number]["outcome"] }); // the run's own
    if (entry.outcome === null) waits.open++;
  }
}

function fillSpan(state: CoreState, { name, error, params, vars, ...told }: CalledSpan, codec: Codec): void {
  const index = state.plan.indexByName.get(name);
  if (index === undefined) return; // the run began with another definition: who reads it is told that there is none
  const record = recordOf(state, index);
  Object.assign(record, told, { params: params ?? undefined, vars: { ...vars } });
  if (error !== null) {
    const what = `The error of step "${name}"`;
    record.error = codec.decode(fromJson(error as Parameters<typeof fromJson>[0], what), what) as Error; // it was written as one
  }
  setPhase(state, index, Phase.settled);
}
