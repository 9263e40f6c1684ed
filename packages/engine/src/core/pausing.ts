import type { CommandSink } from "./commands.ts";
import { abandon } from "./halting.ts";
import { type CoreState, hasOpenAttempt, Phase, recordOf, setPhase } from "./state.ts";
import { waitsOf } from "./step-record.ts";
import { beginStretch } from "./stretches.ts";
import { ask, clearTimer, runsOn } from "./tree.ts";
import { pathAt, runPathOf } from "./units.ts";

/** Nothing starts any more; open attempts go on. Timers keep the time that is left to them. */
export function pause(root: CoreState, commands: CommandSink): void {
  const { tree } = root;
  if (tree.isPaused) return;
  tree.isPaused = true;
  tree.pausedAt = root.tree.now;
  for (const { timer } of tree.timers.values()) {
    if (!runsOn(timer)) commands.push({ type: "clear-timer", timer });
  }
  forEachUnit(root, (state, index, phase) => {
    if (phase !== Phase.queued && phase !== Phase.resuming) return;
    commands.push({ type: "withdraw-attempt", path: pathAt(state, index) });
    askForSlot(state, index, commands);
  });
}

/** Goes on after a pause. */
export function resume(root: CoreState, commands: CommandSink): void {
  const { tree } = root;
  if (!tree.isPaused) return;
  tree.isPaused = false;
  tree.isParked = false;
  setTimersAgain(root, commands);
  const { held } = tree;
  tree.held = [];
  for (const command of held) commands.push(command);
}

/** Goes on in another process: all that was asked of the runner is asked again. */
export function restart(root: CoreState, isCrash: boolean, commands: CommandSink): void {
  const { tree } = root;
  tree.crashes = crashesAfter(root, isCrash);
  tree.isParked = false;
  if (!tree.isPaused) tree.pausedAt = root.tree.now;
  tree.isPaused = false;
  tree.held = [];
  forEachUnit(root, (state, index, phase) => restartUnit(state, index, phase, commands));
  setTimersAgain(root, commands);
  for (const { timer, at } of tree.timers.values())
    if (timer.kind === "grace") commands.push({ type: "set-timer", timer, at });
  for (const { asking } of tree.channels.values()) {
    if (asking === null) continue;
    const { wait, sent } = asking;
    if (hasOpenAttempt(wait.state, wait.index)) continue; // its body comes to it again
    const path = pathAt(wait.state, wait.index);
    commands.push({ type: "ask-where", path, wait: wait.wait, sent: sent.sequence });
  }
  for (const state of tree.byPrefix.values()) {
    const path = runPathOf(state);
    if (state.isFinishing && !isOver(state)) commands.push({ type: "finish", path });
  }
}

/** How many processes in a row its own code may have brought down, once it is restarted. */
export function crashesAfter(root: CoreState, isCrash: boolean): number {
  const { isParked, crashes } = root.tree;
  if (isParked) return 0; // somebody looked into it
  return isCrash && wasAtWork(root) ? crashes + 1 : crashes;
}

/** Whether code of the workflow ran when the events end: a run that only waits brings no process down. */
function wasAtWork(root: CoreState): boolean {
  if (root.tree.openAttempts > 0) return true;
  for (const { phases, isFinishing } of root.tree.byPrefix.values()) {
    if (isFinishing || phases.includes(Phase.evaluating)) return true;
  }
  return false;
}

/** A child run is over when its step is about to settle: what it returned is written back once. */
function isOver({ parent, finished }: CoreState): boolean {
  return parent === null ? finished !== null : parent.state.phases[parent.index] !== Phase.expanded;
}

function restartUnit(state: CoreState, index: number, phase: number, commands: CommandSink): void {
  const because = state.aborted.get(index);
  // What was told to end has ended with the process that it ran in.
  if (because !== undefined && hasOpenAttempt(state, index)) return abandon(state, index, because, commands);
  switch (phase) {
    case Phase.evaluating:
      return ask(state, { type: "evaluate", path: pathAt(state, index), index }, commands);
    case Phase.running:
      state.tree.openAttempts--;
      return callAgain(state, index, commands);
    case Phase.parked:
      if (hasOpenAttempt(state, index) && isNeeded(state, index)) callAgain(state, index, commands);
      return;
    case Phase.queued:
    case Phase.resuming:
      return askForSlot(state, index, commands);
  }
}

function callAgain(state: CoreState, index: number, commands: CommandSink): void {
  clearTimer(
    state,
    { kind: "attempt", path: pathAt(state, index), attempt: recordOf(state, index).attemptCount },
    commands,
  );
  setPhase(state, index, Phase.resuming);
  beginStretch(recordOf(state, index), "slot");
  askForSlot(state, index, commands);
}

function askForSlot(state: CoreState, index: number, commands: CommandSink): void {
  const { attemptCount } = recordOf(state, index);
  const attempt = hasOpenAttempt(state, index) ? attemptCount : attemptCount + 1;
  ask(state, { type: "queue-attempt", path: pathAt(state, index), index, attempt }, commands);
}

/** A body is called again when its wait is over; before that only for a `where`, or if it goes on with one of several waits. */
function isNeeded(state: CoreState, index: number): boolean {
  const { entries, open, isAhead } = waitsOf(recordOf(state, index));
  return open > 1 || isAhead || entries.some((entry) => entry.outcome === null && entry.isSelective);
}

/** What stood still has the time that was left to it. */
function setTimersAgain(root: CoreState, commands: CommandSink): void {
  const { timers, pausedAt } = root.tree;
  for (const [key, { timer, at, since }] of timers) {
    if (runsOn(timer)) continue;
    const shift = root.tree.now - Math.max(pausedAt, since);
    timers.set(key, { timer, at: at + shift, since: root.tree.now });
    commands.push({ type: "set-timer", timer, at: at + shift });
  }
}

/** One scan over all steps and items, once for each pause. */
function forEachUnit(root: CoreState, visit: (state: CoreState, index: number, phase: number) => void): void {
  for (const state of root.tree.byPrefix.values()) {
    const count = state.plan.steps.length + state.units.length;
    for (let index = 0; index < count; index++) visit(state, index, state.phases[index]!);
  }
}
