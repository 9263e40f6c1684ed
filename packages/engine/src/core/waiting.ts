import { StepError, StepTimeoutError } from "../errors/step-errors.ts";
import type { CommandSink } from "./commands.ts";
import type { EventBody, RunEvent, WaitOutcome } from "./events.ts";
import { askAgain, closeEventWait, openEventWait } from "./mailbox.ts";
import { type CoreState, hasOpenAttempt, Phase, recordOf, setPhase } from "./state.ts";
import { type MutableWait, noteStart, type StepRecord, waitsOf } from "./step-record.ts";
import { beginStretch, endStretch } from "./stretches.ts";
import { toleratesFailure } from "./tolerance.ts";
import { ask, clearTimer, setTimer, timerKey } from "./tree.ts";
import { nameAt, pathAt, stepAt } from "./units.ts";
import { stepSucceeded } from "./usual-events.ts";

/** A step waits. An attempt that does so holds no slot meanwhile, and its timeout stands still. */
export function startWait(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "wait-started" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  const { wait, isSelective, dueAt, time } = event;
  const known = record.waits?.entries[wait - 1]; // a body that runs again has come to it
  if (known != null && known.outcome !== null) return tellBody(record, commands);
  if (hasOpenAttempt(state, index)) parkAttempt(record, commands);
  else beginWaitStep(record, event);
  record.status = "suspended";
  const place = { state, index, wait };
  if (known !== undefined) return askAgain(place, event.event ?? "", commands);
  waitsOf(record).entries.push({
    number: wait,
    event: event.event,
    startedAt: time,
    dueAt,
    endedAt: null,
    isSelective,
    outcome: null,
  });
  waitsOf(record).open++;
  if (dueAt !== null) setTimer(state, { kind: "wait", path: event.path, wait }, dueAt, commands);
  if (event.event !== null) openEventWait({ ...place, isSelective, since: event.sequence }, event.event, commands);
}

/** The wait is over. An attempt goes on when it has a slot again, or at once if it has other waits, and so holds none. */
export function endWait(
  state: CoreState,
  index: number,
  { path, wait, outcome }: Extract<RunEvent, { type: "wait-ended" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  const waits = waitsOf(record);
  const entry = waits.entries[wait - 1]!; // it was started
  state.tree.crashes = 0;
  closeWait(record, entry, outcome, commands);
  if (!hasOpenAttempt(state, index)) {
    setPhase(state, index, Phase.settling);
    commands.push({ type: "settle", event: settlementOf(record, entry, outcome) });
    return;
  }
  if (state.phases[index] !== Phase.parked) return; // its body is about to be called, or on its way to this wait
  if (waits.open > 0) return goAhead(record, commands);
  setPhase(state, index, Phase.resuming);
  beginStretch(record, "slot");
  ask(state, { type: "queue-attempt", path, index, attempt: record.attemptCount }, commands);
}

/** An attempt that had waited has a slot again. */
export function resumeAttempt(
  state: CoreState,
  index: number,
  { path, attempt, time }: Extract<RunEvent, { type: "attempt-resumed" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  setPhase(state, index, Phase.running);
  endStretch(record);
  state.tree.openAttempts++;
  record.status = "running";
  const waits = waitsOf(record);
  if (waits.open === 0) waits.isAhead = false;
  const remainingMs = waits.remainingMs ?? stepAt(state, index).timeoutMs;
  if (remainingMs !== null) setTimer(state, { kind: "attempt", path, attempt }, time + remainingMs, commands);
  commands.push({ type: "resume-attempt", path, attempt });
}

/** The step ends, or is told to: what it still waits for is of no interest. */
export function withdrawWaits(state: CoreState, index: number, commands: CommandSink): void {
  const record = state.records[index];
  if (record?.waits == null || record.waits.open === 0) return;
  for (const entry of record.waits.entries) {
    if (entry.outcome === null) closeWait(record, entry, { kind: "withdrawn" }, commands);
  }
}

/** What a wait that took too long fails with. */
export function waitTimeout(record: StepRecord, entry: MutableWait): StepTimeoutError {
  const { state, index } = record;
  const failure = { step: nameAt(state, index), attempt: record.attemptCount, input: record.params };
  // Whole milliseconds: it was asked for a moment before its start was recorded. A clock that went back may have said a
  // due time before the run's last event.
  const timeoutMs = Math.max(0, Math.ceil((entry.dueAt ?? entry.startedAt) - entry.startedAt));
  return new StepTimeoutError(failure, timeoutMs, entry.event);
}

/** The wait was over before the request for it was heard: a body that has its slot keeps it. */
function tellBody(record: StepRecord, commands: CommandSink): void {
  const { state, index, attemptCount } = record;
  if (state.phases[index] !== Phase.running) return goAhead(record, commands);
  commands.push({ type: "resume-attempt", path: pathAt(state, index), attempt: attemptCount });
}

function parkAttempt(record: StepRecord, commands: CommandSink): void {
  const { state, index, attemptCount } = record;
  const phase = state.phases[index];
  if (phase === Phase.parked) return;
  const path = pathAt(state, index);
  setPhase(state, index, Phase.parked);
  beginStretch(record, "parked");
  if (phase === Phase.resuming) {
    commands.push({ type: "withdraw-attempt", path });
    return goAhead(record, commands);
  }
  const timer = { kind: "attempt", path, attempt: attemptCount } as const;
  const at = state.tree.timers.get(timerKey(timer))?.at;
  waitsOf(record).remainingMs = at === undefined ? null : Math.max(0, at - state.tree.now);
  clearTimer(state, timer, commands);
  state.tree.openAttempts--;
  commands.push({ type: "park-attempt", path });
}

/** One wait is over and others are not: the attempt holds no slot, and is told of it without one. */
function goAhead(record: StepRecord, commands: CommandSink): void {
  const { state, index, attemptCount } = record;
  waitsOf(record).isAhead = true;
  ask(state, { type: "resume-attempt", path: pathAt(state, index), attempt: attemptCount }, commands);
}

function beginWaitStep(record: StepRecord, { time, reads }: Extract<RunEvent, { type: "wait-started" }>): void {
  record.reads = reads;
  noteStart(record, time);
  setPhase(record.state, record.index, Phase.parked);
}

function closeWait(
  { state, index, waits }: StepRecord,
  entry: MutableWait,
  outcome: NonNullable<MutableWait["outcome"]>,
  commands: CommandSink,
): void {
  entry.outcome = outcome;
  entry.endedAt = state.tree.now;
  if (waits !== null) waits.open--;
  clearTimer(state, { kind: "wait", path: pathAt(state, index), wait: entry.number }, commands);
  if (entry.event === null) return;
  closeEventWait({ state, index, wait: entry.number }, entry.event, outcome.kind === "answered", commands);
}

/** Of a step that is nothing but a wait. */
function settlementOf(record: StepRecord, entry: MutableWait, outcome: WaitOutcome): EventBody {
  const { state, index, reads } = record;
  const path = pathAt(state, index);
  switch (outcome.kind) {
    case "answered":
      return stepSucceeded(path, 0, outcome.data);
    case "elapsed":
      return stepSucceeded(path, 0, null);
    case "timed-out":
      return failure(waitTimeout(record, entry));
    case "failed":
      return failure(
        new StepError({
          step: nameAt(state, index),
          attempt: 0,
          cause: outcome.error,
          input: undefined,
          place: "failed in its where",
        }),
      );
    default:
      return outcome satisfies never;
  }

  function failure(error: Error): EventBody {
    return { type: "step-failed", path, attempt: 0, error, tolerated: toleratesFailure(state, index), reads };
  }
}
