import { addAttempt, endWithStep, hasOpenEnd } from "./attempt-records.ts";
import type { CommandSink } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { halt } from "./halting.ts";
import { leaveEvents } from "./listening.ts";
import { settlePart } from "./parts.ts";
import { settleMember } from "./racing.ts";
import { releaseDependents } from "./readiness.ts";
import { type CoreState, isLost, Phase, recordOf, setPhase } from "./state.ts";
import { noteStart, type StepRecord } from "./step-record.ts";
import { endStretch } from "./stretches.ts";
import { clearTimer, setTimer } from "./tree.ts";
import { pathAt, stepAt } from "./units.ts";
import { withdrawWaits } from "./waiting.ts";

export type Settlement = Extract<
  RunEvent,
  { type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" }
>;

export function openAttempt(
  state: CoreState,
  index: number,
  { path, attempt, time }: Extract<RunEvent, { type: "attempt-started" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  noteStart(record, time);
  if (record.stretches !== null) endStretch(record);
  record.status = "running";
  addAttempt(record, time);
  if (record.waits !== null) {
    record.waits.first = record.waits.entries.length;
    record.waits.remainingMs = null;
    record.waits.isAhead = false;
  }
  setPhase(state, index, Phase.running);
  state.tree.openAttempts++;
  const { timeoutMs } = stepAt(state, index);
  if (timeoutMs !== null) setTimer(state, { kind: "attempt", path, attempt }, time + timeoutMs, commands);
  commands.push({ type: "call-step", path, index, attempt });
}

/** Gives back the slot of the open attempt, which has ended. */
export function closeAttempt(state: CoreState, index: number, commands: CommandSink): void {
  const path = pathAt(state, index);
  withdrawWaits(state, index, commands);
  if (state.phases[index] === Phase.resuming) commands.push({ type: "withdraw-attempt", path });
  else if (state.phases[index] !== Phase.parked) state.tree.openAttempts--; // what is settling was running
  if (state.aborted.size > 0) state.aborted.delete(index);
  if (stepAt(state, index).timeoutMs !== null) {
    clearTimer(state, { kind: "attempt", path, attempt: recordOf(state, index).attemptCount }, commands);
  }
  commands.push({ type: "close-attempt", path, index });
}

/** The one settlement of a step: its record is complete, and those that wait for it are counted down. */
export function settle(state: CoreState, index: number, event: Settlement, commands: CommandSink): void {
  const record = recordOf(state, index);
  if (hasOpenEnd(record)) {
    closeAttempt(state, index, commands);
    endWithStep(record, event.time, "error" in event ? event.error : null);
  }
  writeOutcome(record, event);
  state.tree.crashes = 0;
  record.finishedAt = event.time;
  record.settledBy = event.sequence;
  if (record.stretches !== null) endStretch(record);
  if (state.aborted.size > 0) state.aborted.delete(index);
  setPhase(state, index, Phase.settled);
  endChild(record, commands);
  if (index >= state.table.steps.length) return settlePart(state, index, commands);
  state.unsettled--;
  noteLoss(state, index, record);
  leaveEvents(state, index);
  settleMember(state, index, commands);
  if (state.halt === null && state.plan.failFast && record.status === "failed" && !record.tolerated) {
    halt(state, { kind: "failFast", step: state.plan.steps[index]!.name }, commands);
  }
  releaseDependents(state, index, commands);
}

/** The timeout of a child run ends with the step that it belongs to. */
function endChild({ child, state, index }: StepRecord, commands: CommandSink): void {
  if (child !== null) clearTimer(child, { kind: "run", path: pathAt(state, index) }, commands);
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
