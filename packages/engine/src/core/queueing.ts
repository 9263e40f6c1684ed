import { endBeforeStep, hasOpenEnd } from "./attempt-records.ts";
import type { CommandSink } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { closeAttempt } from "./settling.ts";
import { type CoreState, Phase, recordOf, setPhase } from "./state.ts";
import { beginStretch } from "./stretches.ts";
import { ask, clearTimer, setTimer } from "./tree.ts";
import { pathAt } from "./units.ts";

/** The parameters are known: the step asks for a slot. */
export function queueStep(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "step-queued" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  record.params = event.params;
  record.reads = event.reads;
  if (record.startedAt === null) record.queuedAt = event.time;
  else beginStretch(record, "slot"); // it runs again, and its times are those of its first start
  queueAttempt(state, index, commands);
}

/** The time of the next attempt has come: its timer rang, so the end of a pause must not set it again. */
export function retry(state: CoreState, index: number, path: string, commands: CommandSink): void {
  clearTimer(state, { kind: "retry", path }, commands);
  beginStretch(recordOf(state, index), "slot");
  queueAttempt(state, index, commands);
}

function queueAttempt(state: CoreState, index: number, commands: CommandSink): void {
  setPhase(state, index, Phase.queued);
  const attempt = recordOf(state, index).attemptCount + 1;
  ask(state, { type: "queue-attempt", path: pathAt(state, index), index, attempt }, commands);
}

/** The attempt failed, and another follows when its time has come. */
export function backOff(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "attempt-failed" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  if (hasOpenEnd(record)) {
    closeAttempt(state, index, commands);
    endBeforeStep(record, event.time, event.error);
  }
  setPhase(state, index, Phase.backingOff);
  state.tree.crashes = 0;
  record.status = "waiting";
  beginStretch(record, "retry");
  setTimer(state, { kind: "retry", path: event.path }, event.retryAt, commands);
}
