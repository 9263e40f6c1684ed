import type { Plan } from "@stepspan/engine";
import { addUnit, type CoreState, createState, createTree, type RunStarted, stepAt } from "@stepspan/engine/hosting";
import type { StepCall } from "../protocol/step-call.ts";
import { checkCalledPath, itemIn, planBelow } from "./called-path.ts";

/** A run on the way to the step that is called: the outermost one, or a child run. */
export interface CalledLevel {
  readonly state: CoreState;
  /** The step in it that leads on; in the last level the one that is called. */
  readonly index: number;
}

/**
 * The runs from the outermost one to that of the step that is called, as far as the call tells of them.
 *
 * @throws DefinitionError if the workflow has no such step: the run began with another definition
 */
export function calledLevels(plan: Plan, call: StepCall): readonly CalledLevel[] {
  checkCalledPath(plan, call);
  const levels: CalledLevel[] = [];
  const tree = createTree();
  let current = plan;
  let prefix = "";
  for (const part of call.path.split("/")) {
    const parent = levels.at(-1) ?? null;
    const state = createState(current, tree, parent, prefix);
    const index = indexOf(state, part, call);
    state.run = runAt(state, levels, call);
    levels.push({ state, index });
    current = planBelow(stepAt(state, index)) ?? current; // only the last part leads to no other plan
    prefix += `${part}/`;
  }
  const { state } = levels.at(-1)!; // a path has a part at least
  tree.byPrefix.set(state.prefix, state);
  return levels;
}

function indexOf(state: CoreState, part: string, { item }: StepCall): number {
  const own = state.plan.indexByPath.get(part);
  if (own !== undefined) return own;
  const { owner, suffix, number } = itemIn(part);
  return addUnit(state, { owner: state.plan.indexByPath.get(owner)!, number, suffix, value: item?.value }); // its path was checked
}

/** Of the runs above only their names are known. */
function runAt(state: CoreState, above: readonly CalledLevel[], { run, runId }: StepCall): RunStarted {
  const { name: workflow, version } = state.plan;
  const path = state.prefix.slice(0, -1);
  const nothing = { rerunOf: null, gracePeriodMs: 0, live: false, resources: [] };
  return {
    ...{ ...nothing, type: "run-started", workflow, version, metadata: run.metadata },
    runId: path === "" ? runId : `${runId}/${path}`,
    parentRunId: above.at(-1)?.state.run?.runId ?? null,
    ...{ input: run.input, state: run.state, timeoutMs: run.timeoutMs },
  };
}
