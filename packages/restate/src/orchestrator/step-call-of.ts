import type { Codec } from "@stepspan/engine";
import { toJson } from "@stepspan/engine";
import { attemptsOf, type CoreState, nameAt, Phase, pathAt, stepAt, timerKey, unitAt } from "@stepspan/engine/hosting";
import type { CalledRun, CalledSpan, CalledWait, StepCall } from "../protocol/step-call.ts";
import { looksAtRun } from "./looks-at-run.ts";

export interface CallParts {
  readonly runId: string;
  readonly codec: Codec;
}

/** What a worker has to know to call the body of a step. */
export function stepCallOf(
  state: CoreState,
  index: number,
  attempt: number,
  { runId, codec }: CallParts,
): Omit<StepCall, "call" | "replyTo" | "ask"> {
  const record = state.records[index]!; // it was queued
  const unit = unitAt(state, index);
  const path = pathAt(state, index);
  const isLooking = looksAtRun(stepAt(state, index));
  return {
    runId,
    path,
    item: unit === null ? null : { number: unit.number, value: unit.value },
    attempt,
    startedAt: attemptsOf(record)[attempt - 1]!.startedAt, // it has begun
    params: record.params ?? {},
    run: calledRun(state, isLooking),
    vars: record.vars ?? {},
    waits:
      record.waits === null
        ? null
        : { first: record.waits.first, entries: record.waits.entries.map(({ ...entry }): CalledWait => entry) },
    remainingMs: remainingMs(state, index, path),
    reads: isLooking ? record.reads : [],
    spans: isLooking ? calledSpans(state, index, codec) : null,
  };
}

function calledRun(state: CoreState, isLooking: boolean): CalledRun {
  const { runId: id, parentRunId, metadata, timeoutMs, input } = state.run!; // a run whose steps are called has begun
  return {
    ...{ id, parentRunId, metadata, timeoutMs },
    input: isLooking ? input : undefined,
    state: state.values.all(),
    stateVersion: state.values.version,
    flowState: state.flowValues?.all() ?? null,
    flowVersion: state.flowValues?.version ?? 0,
  };
}

/** The worker counts it: it does not begin before the body does. */
function remainingMs(state: CoreState, index: number, path: string): number | null {
  const { timeoutMs } = stepAt(state, index);
  if (timeoutMs === null) return null;
  const timer = state.tree.timers.get(timerKey({ kind: "attempt", path, attempt: 0 }));
  return timer === undefined ? timeoutMs : Math.max(0, timer.at - state.tree.now);
}

/** The settled steps before it: a body may read those on which its step depends. */
function calledSpans(state: CoreState, index: number, codec: Codec): readonly CalledSpan[] {
  const owner = unitAt(state, index)?.owner ?? index;
  const spans: CalledSpan[] = [];
  for (let before = 0; before < owner; before++) {
    const record = state.records[before];
    if (record === undefined || state.phases[before] !== Phase.settled) continue;
    const name = nameAt(state, before);
    const error =
      record.error === null ? null : toJson(codec.encodeThrown(record.error, `The error of step "${name}"`));
    spans.push({
      ...{ name, status: record.status as CalledSpan["status"], tolerated: record.tolerated }, // it has settled
      ...{ params: record.params ?? null, output: record.output, error, vars: record.vars ?? {} },
      ...{ skipped: record.skipped, cancelled: record.cancelled, reads: record.reads },
      ...{ startedAt: record.startedAt, finishedAt: record.finishedAt },
    });
  }
  return spans;
}
