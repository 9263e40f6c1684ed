import type { CancelReason } from "../spans/span.ts";
import type { Command } from "./commands.ts";
import type { EventBody } from "./events.ts";
import { type CoreState, Phase, setPhase } from "./state.ts";

/** From now on only `always` steps start: every other step without an open attempt settles in this turn. */
export function halt(state: CoreState, because: CancelReason, commands: Command[]): void {
  state.halt = because;
  const upstream = because.kind === "failFast" ? downstreamOf(state, because.step) : null;
  stopSteps(state, { because, always: false, upstream }, commands);
}

/** A second cancel, or a stall after a stall: `always` steps are stopped too. */
export function haltAlways(state: CoreState, because: CancelReason, commands: Command[]): void {
  stopSteps(state, { because, always: true, upstream: null }, commands);
}

/** The attempts that were told to end had their time: they are abandoned, and what they still do is ignored. */
export function abandonAborted(state: CoreState, always: boolean, commands: Command[]): void {
  for (const [index, because] of state.aborted) {
    if (state.phases[index] !== Phase.running || state.plan.steps[index]!.always !== always) continue;
    settleStep(state, index, cancelled(state, index, because), commands);
  }
}

/** Whether attempts of `always` steps, or of others, were told to end and have not. */
export function hasAborted(state: CoreState, always: boolean): boolean {
  return [...state.aborted.keys()].some((index) => state.plan.steps[index]!.always === always);
}

interface Stop {
  readonly because: CancelReason;
  readonly always: boolean;
  /** Steps that depend on the failure; null if no failure is the cause. */
  readonly upstream: ReadonlySet<number> | null;
}

/** The one scan over all steps; a run has at most three of them (I9). */
function stopSteps(state: CoreState, { because, always, upstream }: Stop, commands: Command[]): void {
  const { steps, paths } = state.plan;
  let isAborting = false;
  for (let index = 0; index < steps.length; index++) {
    const phase = state.phases[index]!;
    const path = paths[index]!;
    if (phase >= Phase.settling || steps[index]!.always !== always) continue;
    if (phase === Phase.running) {
      if (state.aborted.has(index)) continue;
      isAborting = true;
      state.aborted.set(index, because);
      commands.push({ type: "abort-attempt", path, because });
      continue;
    }
    if (phase === Phase.queued) commands.push({ type: "withdraw-attempt", path });
    if (phase === Phase.backingOff) commands.push({ type: "clear-timer", timer: { kind: "retry", path } });
    settleStep(
      state,
      index,
      upstream?.has(index) ? skipped(path, because) : cancelled(state, index, because),
      commands,
    );
  }
  if (isAborting) {
    commands.push({ type: "set-timer", timer: { kind: "grace", always }, at: state.now + state.run!.gracePeriodMs }); // a run that halts has begun
  }
}

function settleStep(state: CoreState, index: number, event: EventBody, commands: Command[]): void {
  setPhase(state, index, Phase.settling);
  commands.push({ type: "settle", event });
}

function skipped(path: string, because: CancelReason): EventBody {
  const step = because.kind === "failFast" ? because.step : "";
  return { type: "step-skipped", path, because: { kind: "upstream", step }, reads: [] };
}

function cancelled(state: CoreState, index: number, because: CancelReason): EventBody {
  return { type: "step-cancelled", path: state.plan.paths[index]!, because, error: null };
}

/** The steps that a loss reaches: they wait for it, directly or not. It does not pass through `always` steps. */
function downstreamOf(state: CoreState, step: string): ReadonlySet<number> {
  const { dependents, indexByName, steps } = state.plan;
  const reached = new Set<number>();
  const trail = [indexByName.get(step)!]; // the step that failed
  for (let from = trail.pop(); from !== undefined; from = trail.pop()) {
    const reach = (index: number) => {
      if (reached.has(index) || steps[index]!.always) return;
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
