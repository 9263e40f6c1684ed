import type { SkipReason } from "../spans/span.ts";
import type { CommandSink } from "./commands.ts";
import { loseRace } from "./racing.ts";
import { type CoreState, isLost, isWithoutOutput, Phase, recordOf, rootOfLoss, setPhase } from "./state.ts";
import { ask } from "./tree.ts";
import { pathAt, stepAt } from "./units.ts";

/** A step has settled: counts down those that wait for it. Linear in its dependents (I9). */
export function releaseDependents(state: CoreState, index: number, commands: CommandSink): void {
  const { offsets, targets } = state.plan.dependents;
  for (let at = offsets[index]!; at < offsets[index + 1]!; at++)
    countDown(state, targets[at]!, Phase.waiting, commands);
  if (state.waiters.size === 0) return;
  const waiters = state.waiters.get(index);
  if (waiters === undefined) return;
  state.waiters.delete(index);
  for (const waiter of waiters) countDown(state, waiter, Phase.suspended, commands);
}

function countDown(state: CoreState, index: number, phase: Phase, commands: CommandSink): void {
  if (state.phases[index] !== phase) return;
  state.missing[index]!--;
  if (state.missing[index] === 0) becomeReady(state, index, commands);
}

/** All that the step waited for has settled: contract section 6, rules 1 and 2, else its lambdas are evaluated. */
export function becomeReady(state: CoreState, index: number, commands: CommandSink): void {
  const path = pathAt(state, index);
  if (stepAt(state, index).form.kind === "race") return loseRace(state, index, commands);
  const because = skipByOrder(state, index);
  if (because !== null) {
    setPhase(state, index, Phase.settling);
    commands.push({ type: "settle", event: { type: "step-skipped", path, because, reads: [] } });
    return;
  }
  setPhase(state, index, Phase.evaluating);
  recordOf(state, index).status = "waiting";
  ask(state, { type: "evaluate", path, index }, commands);
}

function skipByOrder(state: CoreState, index: number): SkipReason | null {
  const { always, dependsOn, skipWith } = stepAt(state, index);
  if (always || dependsOn.length + skipWith.length === 0) return null;
  return upstreamLoss(state, [...dependsOn, ...skipWith]) ?? skipWithReason(state, skipWith);
}

function upstreamLoss(state: CoreState, names: readonly string[]): SkipReason | null {
  const roots = names
    .map((name) => state.plan.indexByName.get(name)!) // names were checked
    .filter((dependency) => isLost(state, dependency))
    .map((dependency) => rootOfLoss(state, dependency));
  if (roots.length === 0) return null;
  const first = roots.reduce((best, root) => (state.losses.get(root)! < state.losses.get(best)! ? root : best));
  return { kind: "upstream", step: state.plan.steps[first]!.name };
}

function skipWithReason(state: CoreState, skipWith: readonly string[]): SkipReason | null {
  const step = skipWith.find((name) => isWithoutOutput(state, state.plan.indexByName.get(name)!)); // names were checked
  return step === undefined ? null : { kind: "skipWith", step };
}
