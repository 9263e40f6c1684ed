import { CancelledError, cancellationMessage, StalledRunError } from "../errors/run-errors.ts";
import type { CancelReason } from "../spans/span.ts";
import type { Command } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { abandonAborted, halt, haltAlways } from "./halting.ts";
import { becomeReady } from "./readiness.ts";
import { closeAttempt, openAttempt, settle } from "./settling.ts";
import { finishOrStall } from "./stalling.ts";
import { type CoreState, indexAt, Phase, recordOf, setPhase } from "./state.ts";
import { suspend } from "./suspending.ts";
import { writeToSpan } from "./write-to-span.ts";

/** Takes an event into the state and returns what is to be done next. The same events give the same commands (I10). */
export function apply(state: CoreState, event: RunEvent): Command[] {
  const commands: Command[] = [];
  state.now = event.time;
  change(state, event, commands);
  if (event.type !== "run-finished") finishOrStall(state, commands);
  return commands;
}

function change(state: CoreState, event: RunEvent, commands: Command[]): void {
  switch (event.type) {
    case "run-started":
      return begin(state, event, commands);
    case "evaluation-suspended":
      return suspend(state, indexAt(state, event.path), event.suspensions, commands);
    case "step-queued":
      return queueStep(state, event, commands);
    case "attempt-started":
      return openAttempt(state, event, commands);
    case "attempt-failed":
      return backOff(state, event, commands);
    case "retry-due":
      return queueAttempt(state, indexAt(state, event.path), commands);
    case "step-succeeded":
    case "step-failed":
    case "step-skipped":
    case "step-cancelled":
      return settle(state, event, commands);
    case "cancel-requested":
      return cancel(state, event.because, commands);
    case "grace-expired":
      return abandonAborted(state, event.always, commands);
    case "run-stalled":
      return stall(state, event, commands);
    case "variable-set":
    case "usage-added":
    case "log-written":
      return writeToSpan(state, event);
    case "run-finished":
      state.finished = event;
      return;
    default:
      event satisfies never;
  }
}

function begin(state: CoreState, event: Extract<RunEvent, { type: "run-started" }>, commands: Command[]): void {
  state.run = event;
  state.startedAt = event.time;
  if (event.timeoutMs !== null) {
    commands.push({ type: "set-timer", timer: { kind: "run" }, at: event.time + event.timeoutMs });
  }
  const { upFrontCounts } = state.plan;
  for (let index = 0; index < upFrontCounts.length; index++) {
    if (upFrontCounts[index] === 0) becomeReady(state, index, commands);
  }
}

function queueStep(state: CoreState, event: Extract<RunEvent, { type: "step-queued" }>, commands: Command[]): void {
  const index = indexAt(state, event.path);
  const record = recordOf(state, index);
  record.params = event.params;
  record.reads = event.reads;
  record.queuedAt = event.time;
  queueAttempt(state, index, commands);
}

function queueAttempt(state: CoreState, index: number, commands: Command[]): void {
  setPhase(state, index, Phase.queued);
  const attempt = recordOf(state, index).attempts.length + 1;
  commands.push({ type: "queue-attempt", path: state.plan.paths[index]!, attempt });
}

function backOff(state: CoreState, event: Extract<RunEvent, { type: "attempt-failed" }>, commands: Command[]): void {
  const index = indexAt(state, event.path);
  closeAttempt(state, index, event.error, commands);
  setPhase(state, index, Phase.backingOff);
  recordOf(state, index).status = "waiting";
  commands.push({ type: "set-timer", timer: { kind: "retry", path: event.path }, at: event.retryAt });
}

function cancel(state: CoreState, because: CancelReason, commands: Command[]): void {
  state.cancels++;
  if (state.halt === null) {
    state.errors.push(
      new CancelledError(cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null), because),
    );
    halt(state, because, commands);
  } else if (state.cancels > 1) {
    haltAlways(state, because, commands);
  }
}

/** What waits for nothing that can happen is abandoned at once; `always` steps still have their turn. */
function stall(state: CoreState, event: Extract<RunEvent, { type: "run-stalled" }>, commands: Command[]): void {
  const because: CancelReason = { kind: "stalled" };
  state.errors.push(new StalledRunError(state.plan.name, event.steps));
  if (state.halt === null) halt(state, because, commands);
  else haltAlways(state, because, commands);
  for (const always of [false, true]) abandonAborted(state, always, commands);
}
