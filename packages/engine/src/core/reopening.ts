import { listAttempts } from "./attempt-records.ts";
import type { CommandSink } from "./commands.ts";
import { type CoreState, Phase, recordOf, setPhase } from "./state.ts";
import { beginStretch } from "./stretches.ts";
import { ask, clearTimer } from "./tree.ts";
import { pathAt } from "./units.ts";

/**
 * The output of a step that had succeeded is gone with the process that held it: the step runs again, with the same
 * parameters as before if it has them, and what depends on it and has not settled begins anew when it has.
 */
export function reopen(state: CoreState, index: number, commands: CommandSink): void {
  const record = recordOf(state, index);
  listAttempts(record);
  record.status = "waiting";
  record.output = undefined;
  record.finishedAt = null;
  record.reusedFrom = null;
  record.settledBy = 0;
  if (record.startedAt !== null) beginStretch(record, "dependencies");
  state.unsettled++;
  state.isFinishing = false;
  for (const dependent of unsettledDependents(state, index)) waitAgain(state, dependent, commands);
  setPhase(state, index, Phase.evaluating);
  ask(state, { type: "evaluate", path: pathAt(state, index), index }, commands);
}

/**
 * Whether something that has not settled, or what the workflow returns, may read the output of the step.
 *
 * @param reopened steps that are to run again, so that they count as not settled
 */
export function isStillNeeded(state: CoreState, index: number, reopened: ReadonlySet<number>): boolean {
  const { plan } = state;
  const { name } = plan.steps[index]!; // a step of the plan
  if (plan.returns?.reads.some((read) => read.step === name) === true) return true;
  if (plan.returns === null && index === plan.steps.findLastIndex((step) => !step.always)) return true;
  return plan.edges.some((edge) => {
    const to = plan.indexByName.get(edge.to)!; // names were checked
    return edge.from === name && (!isSettled(state, to) || reopened.has(to));
  });
}

/** It gives up what it had begun: its parameters hold what is gone. */
function waitAgain(state: CoreState, index: number, commands: CommandSink): void {
  const path = pathAt(state, index);
  switch (state.phases[index]) {
    case Phase.waiting:
      state.missing[index]!++;
      return;
    case Phase.evaluating:
    case Phase.queued:
    case Phase.backingOff:
      clearTimer(state, { kind: "retry", path }, commands);
      setPhase(state, index, Phase.waiting);
      if (recordOf(state, index).startedAt !== null) beginStretch(recordOf(state, index), "dependencies");
      state.missing[index] = 1;
      return;
    default:
      return; // an attempt that is open, or a step with items, has what it has
  }
}

function unsettledDependents({ plan, phases }: CoreState, index: number): readonly number[] {
  const { offsets, targets } = plan.dependents;
  return [...targets.subarray(offsets[index], offsets[index + 1])].filter((target) => phases[target] !== Phase.settled);
}

function isSettled({ phases }: CoreState, index: number): boolean {
  return phases[index] === Phase.settled;
}
