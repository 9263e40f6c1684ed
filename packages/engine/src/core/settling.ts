import type { Command } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { halt } from "./halting.ts";
import { releaseDependents } from "./readiness.ts";
import { type CoreState, indexAt, isLost, Phase, recordOf, setPhase } from "./state.ts";
import type { StepRecord } from "./step-record.ts";

type Settlement = Extract<RunEvent, { type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" }>;

export function openAttempt(
  state: CoreState,
  { path, attempt, time }: Extract<RunEvent, { type: "attempt-started" }>,
  commands: Command[],
): void {
  const index = indexAt(state, path);
  const record = recordOf(state, index);
  if (record.startedAt === null) {
    record.startedAt = time;
    state.startOrder.push(index);
  }
  record.status = "running";
  record.attempts.push({ number: attempt, startedAt: time, finishedAt: null, error: null });
  setPhase(state, index, Phase.running);
  const { timeoutMs } = state.plan.steps[index]!;
  if (timeoutMs !== null) {
    commands.push({ type: "set-timer", timer: { kind: "attempt", path, attempt }, at: time + timeoutMs });
  }
  commands.push({ type: "call-step", path, attempt });
}

/** Ends the open attempt, if there is one, and gives back its slot. */
export function closeAttempt(state: CoreState, index: number, error: Error | null, commands: Command[]): void {
  const attempt = state.records[index]?.attempts.at(-1);
  if (attempt === undefined || attempt.finishedAt !== null) return;
  attempt.finishedAt = state.now;
  attempt.error = error;
  state.aborted.delete(index);
  const path = state.plan.paths[index]!;
  if (state.plan.steps[index]!.timeoutMs !== null) {
    commands.push({ type: "clear-timer", timer: { kind: "attempt", path, attempt: attempt.number } });
  }
  commands.push({ type: "close-attempt", path });
}

/** The one settlement of a step: its record is complete, and those that wait for it are counted down. */
export function settle(state: CoreState, event: Settlement, commands: Command[]): void {
  const index = indexAt(state, event.path);
  const record = recordOf(state, index);
  closeAttempt(state, index, "error" in event ? event.error : null, commands);
  writeOutcome(record, event);
  record.finishedAt = event.time;
  setPhase(state, index, Phase.settled);
  state.unsettled--;
  noteLoss(state, index, record);
  if (state.halt === null && state.plan.failFast && record.status === "failed" && !record.tolerated) {
    halt(state, { kind: "failFast", step: state.plan.steps[index]!.name }, commands);
  }
  releaseDependents(state, index, commands);
}

function writeOutcome(record: StepRecord, event: Settlement): void {
  switch (event.type) {
    case "step-succeeded":
      record.status = "succeeded";
      record.output = event.output;
      return;
    case "step-failed":
      record.status = "failed";
      record.error = event.error;
      record.tolerated = event.tolerated;
      if (event.attempt === 0) record.reads = event.reads;
      return;
    case "step-skipped":
      record.status = "skipped";
      record.skipped = event.because;
      record.reads = event.reads;
      return;
    case "step-cancelled":
      record.status = "cancelled";
      record.cancelled = event.because;
      record.error = event.error;
      return;
    default:
      event satisfies never;
  }
}

function noteLoss(state: CoreState, index: number, record: StepRecord): void {
  if (record.status === "failed" && !record.tolerated && record.error !== null) state.errors.push(record.error);
  if (isLost(state, index) && record.skipped === null) state.losses.set(index, state.losses.size);
}
