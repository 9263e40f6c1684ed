import { CancelledError, cancellationMessage, StalledRunError } from "../errors/run-errors.ts";
import type { CancelReason } from "../spans/span.ts";
import { beginChild, beginRun } from "./children.ts";
import type { CommandSink } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { abandonAborted, abandonAll, halt, haltAlways } from "./halting.ts";
import { openIntake, sendEvent } from "./listening.ts";
import { refuseEvent } from "./mailbox.ts";
import { beginPart, beginParts, decideIteration, fillParts } from "./parts.ts";
import { pause, restart, resume } from "./pausing.ts";
import { backOff, queueStep, retry } from "./queueing.ts";
import { reopen } from "./reopening.ts";
import { reuse } from "./reusing.ts";
import { openAttempt, settle } from "./settling.ts";
import { finishOrStall } from "./stalling.ts";
import { type CoreState, Phase, recordOf, setPhase } from "./state.ts";
import { noteStart, waitsOf } from "./step-record.ts";
import { suspend } from "./suspending.ts";
import { clearTimer } from "./tree.ts";
import { forgetIndex, indexAt, runAt, stateAt, stepAt } from "./units.ts";
import { endWait, resumeAttempt, startWait } from "./waiting.ts";
import { writeToSpan } from "./write-to-span.ts";

type StepEvent = Exclude<RunEvent, RunWideEvent>;
type RunWideEvent = Extract<
  RunEvent,
  {
    type:
      | "run-started"
      | "run-finished"
      | "run-paused"
      | "run-resumed"
      | "definition-changed"
      | "run-parked"
      | "intake-closed"
      | "cancel-requested"
      | "grace-expired"
      | "run-stalled"
      | "event-sent";
  }
>;

/** Takes an event into the state and says what is to be done next. The same events give the same commands (I10). */
export function apply(root: CoreState, event: RunEvent, commands: CommandSink): void {
  root.tree.now = event.time;
  root.tree.sequence = event.sequence;
  switch (event.type) {
    case "run-started":
    case "run-finished":
    case "run-paused":
    case "run-resumed":
    case "definition-changed":
    case "run-parked":
    case "intake-closed":
    case "cancel-requested":
    case "grace-expired":
    case "run-stalled":
    case "event-sent":
      changeRun(root, event, commands);
      break;
    default: {
      const state = stateAt(root, event.path);
      changeStep(state, indexAt(state, event.path), event, commands);
      finishOrStall(state, commands);
    }
  }
}

function changeRun(root: CoreState, event: RunWideEvent, commands: CommandSink): void {
  const state = "path" in event ? runAt(root, event.path) : root;
  switch (event.type) {
    case "run-started":
      root.tree.isOpen = event.live;
      beginRun(root, event, "", commands);
      break;
    case "run-finished":
      root.finished = event;
      return forgetIndex();
    case "run-paused":
      return pause(root, commands);
    case "run-resumed":
      if (event.isRestart) restart(root, event.isCrash, commands);
      else resume(root, commands);
      break;
    case "definition-changed":
      return; // all events are folded under the definition that holds now
    case "run-parked":
      pause(root, commands);
      root.tree.isParked = true;
      return;
    case "intake-closed":
      root.tree.isOpen = false;
      break;
    case "cancel-requested":
      cancel(state, event, commands);
      break;
    case "grace-expired":
      abandonAborted(state, event.always, commands);
      break;
    case "run-stalled":
      stall(state, event, commands);
      break;
    case "event-sent":
      sendEvent(root, event, commands);
      break;
    default:
      event satisfies never;
  }
  finishOrStall(state, commands);
}

function changeStep(state: CoreState, index: number, event: StepEvent, commands: CommandSink): void {
  switch (event.type) {
    case "evaluation-suspended":
      return suspend(state, index, event.suspensions, commands);
    case "step-queued":
      return queueStep(state, index, event, commands);
    case "map-started":
    case "loop-started":
      return beginItems(state, index, event, commands);
    case "iteration-decided":
      return decideIteration(state, index, event.isLast, commands);
    case "intake-opened":
      return openIntake(state, index, event, commands);
    case "child-started":
      return finishOrStall(beginChild(state, index, event, commands), commands);
    case "wait-started":
      return startWait(state, index, event, commands);
    case "wait-ended":
      return endWait(state, index, event, commands);
    case "event-refused":
      return refuseEvent(state, waitsOf(recordOf(state, index)).entries[event.wait - 1]!.event ?? "", commands); // it waits for an event
    case "attempt-started":
      return openAttempt(state, index, event, commands);
    case "attempt-resumed":
      return resumeAttempt(state, index, event, commands);
    case "attempt-failed":
      return backOff(state, index, event, commands);
    case "retry-due":
      return retry(state, index, event.path, commands);
    case "step-succeeded":
    case "step-failed":
    case "step-skipped":
    case "step-cancelled":
      return settle(state, index, event, commands);
    case "step-reused":
      return reuse(state, index, event, commands);
    case "step-reopened":
      return reopen(state, index, commands);
    case "stop-requested":
      return stop(state, index, event.output, commands);
    case "variable-set":
    case "usage-added":
    case "log-written":
    case "state-changed":
      return writeToSpan(state, event);
    default:
      event satisfies never;
  }
}

function beginItems(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "map-started" | "loop-started" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  beginParts(record, event.type === "map-started" ? event.items : []);
  record.reads = event.reads;
  record.status = "running";
  noteStart(record, event.time);
  setPhase(state, index, Phase.expanded);
  if (event.type === "loop-started") beginPart(state, index, 1, commands);
  else fillParts(state, index, commands);
}

function cancel(
  state: CoreState,
  { path, because }: Extract<RunEvent, { type: "cancel-requested" }>,
  commands: CommandSink,
): void {
  resume(state, commands); // what is cancelled ends, and its `always` steps run
  state.cancels++;
  if (because.kind === "timeout") clearTimer(state, { kind: "run", path }, commands); // it rang: the end of a pause must not set it again
  if (state.halt === null || state.stopped !== null) {
    state.stopped = null; // what a step ended well and what is cancelled before its end is cancelled
    const message = cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null);
    state.errors.push(new CancelledError(message, because));
    halt(state, because, commands);
  } else if (state.cancels > 1) {
    haltAlways(state, because, commands);
  }
}

/** A step ends its run: the others are stopped, it goes on to its own end. */
function stop(state: CoreState, index: number, output: unknown, commands: CommandSink): void {
  if (state.halt !== null) return;
  state.stopped = { output };
  halt(state, { kind: "stopped", step: stepAt(state, index).name }, commands, index);
}

/** What waits for nothing that can happen is abandoned at once; `always` steps still have their turn. */
function stall(state: CoreState, event: Extract<RunEvent, { type: "run-stalled" }>, commands: CommandSink): void {
  const because: CancelReason = { kind: "stalled" };
  state.errors.push(new StalledRunError(state.plan.name, event.steps));
  if (state.halt === null) halt(state, because, commands);
  else haltAlways(state, because, commands);
  for (const always of [false, true]) abandonAll(state, always, commands);
}
