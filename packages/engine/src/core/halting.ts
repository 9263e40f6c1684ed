import type { CancelReason } from "../spans/span.ts";
import type { CommandSink } from "./commands.ts";
import type { EventBody } from "./events.ts";
import { type CoreState, hasOpenAttempt, Phase, setPhase } from "./state.ts";
import { endStretch } from "./stretches.ts";
import { clearTimer, setTimer } from "./tree.ts";
import { pathAt, runPathOf, stepAt } from "./units.ts";
import { withdrawWaits } from "./waiting.ts";

/** Why and how steps are stopped. */
export interface Stop {
  readonly because: CancelReason;
  /** Steps that depend on the failure; null if no failure in this run is the cause. */
  readonly upstream: ReadonlySet<number> | null;
  /** The step that asked for it goes on to its end. */
  readonly except?: number;
}

/** From now on only `always` steps start: every other step without an open attempt settles in this turn. */
export function halt(state: CoreState, because: CancelReason, commands: CommandSink, except?: number): void {
  state.halt = because;
  const upstream = because.kind === "failFast" ? downstreamOf(state, because.step) : null;
  stopSteps(state, { because, upstream, ...(except === undefined ? {} : { except }) }, false, commands);
}

/** The step above stops its child run, whose `always` steps still have their turn. */
export function haltChild(state: CoreState, because: CancelReason, commands: CommandSink): void {
  if (state.halt !== null && state.stopped === null) return;
  state.stopped = null;
  state.halt = because;
  stopSteps(state, { because, upstream: null }, false, commands);
}

/** A second cancel, or a stall after a stall: `always` steps are stopped too. */
export function haltAlways(state: CoreState, because: CancelReason, commands: CommandSink): void {
  stopSteps(state, { because, upstream: null }, true, commands);
  for (const [index] of state.aborted) {
    const child = state.records[index]?.child;
    if (child != null && state.phases[index] === Phase.expanded) haltAlways(child, because, commands);
  }
}

/** The attempts that were told to end had their time: they are abandoned, and what they still do is ignored. */
export function abandonAborted(state: CoreState, always: boolean, commands: CommandSink): void {
  for (const [index, because] of state.aborted) {
    if (stepAt(state, index).always !== always) continue;
    if (hasOpenAttempt(state, index) || isStuckAtEnd(state, index)) abandon(state, index, because, commands);
  }
}

/** An attempt that was told to end is waited for no longer. */
export function abandon(state: CoreState, index: number, because: CancelReason, commands: CommandSink): void {
  settleUnit(state, index, cancelled(state, index, because), commands);
}

/** The same for child runs that were stopped, however deep: nothing is left that could end their attempts. */
export function abandonAll(state: CoreState, always: boolean, commands: CommandSink): void {
  for (const [index] of state.aborted) {
    const child = state.records[index]?.child;
    if (child != null && state.phases[index] === Phase.expanded) abandonAll(child, always, commands);
  }
  abandonAborted(state, always, commands);
}

/** Whether attempts of `always` steps, or of others, were told to end and have not. */
export function hasAborted(state: CoreState, always: boolean): boolean {
  return [...state.aborted.keys()].some((index) => stepAt(state, index).always === always);
}

/** Stops one step or item: without an open attempt it settles in this turn, else its attempt is told to end. */
export function stopUnit(state: CoreState, index: number, stop: Stop, commands: CommandSink): void {
  const phase = state.phases[index]!;
  const path = pathAt(state, index);
  if (phase >= Phase.settling || index === stop.except) return;
  if (phase === Phase.expanded) return stopBelow(state, index, stop, commands);
  if (state.aborted.has(index)) return;
  if (hasOpenAttempt(state, index)) return abort(state, index, stop.because, commands);
  if (phase === Phase.queued) commands.push({ type: "withdraw-attempt", path });
  if (phase === Phase.backingOff) clearTimer(state, { kind: "retry", path }, commands);
  if (phase === Phase.parked) withdrawWaits(state, index, commands);
  const isUpstream = stop.upstream?.has(index) === true;
  settleUnit(state, index, isUpstream ? skipped(path, stop.because) : cancelled(state, index, stop.because), commands);
}

/** One of its items may have been left to go on when it was stopped first, because that asked for it. */
function stopBelow(state: CoreState, index: number, stop: Stop, commands: CommandSink): void {
  if (!state.aborted.has(index)) state.aborted.set(index, stop.because);
  const record = state.records[index]!; // what is expanded has a record
  if (record.child !== null) haltChild(record.child, stop.because, commands);
  else stopParts(state, index, stop, commands);
}

/** Stops the items of a step that are open; nothing further begins. */
export function stopParts(state: CoreState, owner: number, stop: Stop, commands: CommandSink): void {
  const parts = state.records[owner]!.parts!; // it has begun
  parts.isStopping = true;
  stopUnits(state, parts.units, stop, commands);
}

/** Stops several steps, and sets the time after which what was told to end now is abandoned. */
export function stopUnits(state: CoreState, indexes: Iterable<number>, stop: Stop, commands: CommandSink): void {
  const before = state.aborted.size;
  let always = false;
  for (const index of indexes) {
    always = stepAt(state, index).always;
    stopUnit(state, index, stop, commands);
  }
  if (state.aborted.size > before) setGrace(state, always, commands);
}

function setGrace(state: CoreState, always: boolean, commands: CommandSink): void {
  const path = runPathOf(state);
  setTimer(state, { kind: "grace", path, always }, state.tree.now + state.run!.gracePeriodMs, commands); // a run that stops steps has begun
}

/** The one scan over all steps; a run has at most three of them (I9). */
function stopSteps(state: CoreState, stop: Stop, always: boolean, commands: CommandSink): void {
  const indexes: number[] = [];
  state.plan.steps.forEach((step, index) => {
    if (step.always === always && state.phases[index]! < Phase.settling) indexes.push(index);
  });
  stopUnits(state, indexes, stop, commands);
}

function abort(state: CoreState, index: number, because: CancelReason, commands: CommandSink): void {
  const path = pathAt(state, index);
  state.aborted.set(index, because);
  if (state.phases[index] === Phase.resuming) commands.push({ type: "withdraw-attempt", path });
  withdrawWaits(state, index, commands);
  if (state.phases[index] !== Phase.running) {
    setPhase(state, index, Phase.running);
    endStretch(state.records[index]!); // it has an attempt
    state.tree.openAttempts++;
  }
  commands.push({ type: "abort-attempt", path, because });
}

/** All steps of its child run have settled, but what that returns has not. */
function isStuckAtEnd(state: CoreState, index: number): boolean {
  return state.phases[index] === Phase.expanded && state.records[index]?.child?.isFinishing === true;
}

function settleUnit(state: CoreState, index: number, event: EventBody, commands: CommandSink): void {
  setPhase(state, index, Phase.settling);
  commands.push({ type: "settle", event });
}

function skipped(path: string, because: CancelReason): EventBody {
  const step = because.kind === "failFast" ? because.step : "";
  return { type: "step-skipped", path, because: { kind: "upstream", step }, reads: [] };
}

function cancelled(state: CoreState, index: number, because: CancelReason): EventBody {
  return { type: "step-cancelled", path: pathAt(state, index), because, error: null };
}

/** The steps that a loss reaches: they wait for it, directly or not. It does not pass through `always` steps. */
function downstreamOf(state: CoreState, step: string): ReadonlySet<number> {
  const { dependents, indexByName, steps } = state.plan;
  const reached = new Set<number>();
  const trail = [indexByName.get(step)!]; // the step that failed
  for (let from = trail.pop(); from !== undefined; from = trail.pop()) {
    const reach = (index: number) => {
      if (index >= steps.length || reached.has(index) || steps[index]!.always) return;
      reached.add(index);
      trail.push(index);
    };
    for (let at = dependents.offsets[from]!; at < dependents.offsets[from + 1]!; at++) {
      if (dependents.bearsLoss[at] === 0) reach(dependents.targets[at]!);
    }
    for (const waiter of state.waiters.get(from) ?? []) reach(waiter);
  }
  return reached;
}
