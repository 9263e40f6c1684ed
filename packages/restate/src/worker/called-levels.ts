import { DefinitionError, type Plan } from "@stepspan/engine";
import { addUnit, type CoreState, createState, createTree, type RunStarted, stepAt } from "@stepspan/engine/hosting";
import type { StepCall } from "../protocol/step-call.ts";

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
  const levels: CalledLevel[] = [];
  const tree = createTree();
  let current: Plan | null = plan;
  let prefix = "";
  for (const part of call.path.split("/")) {
    if (current === null) throw unknownStep(plan, call);
    const parent = levels.at(-1) ?? null;
    const state = createState(current, tree, parent, prefix);
    const index = indexOf(state, part, call);
    if (index === null) throw unknownStep(plan, call);
    state.run = runAt(state, levels, call);
    levels.push({ state, index });
    current = planBelow(state, index);
    prefix += `${part}/`;
  }
  const { state, index } = levels.at(-1)!; // a path has a part at least
  const { form } = stepAt(state, index);
  if (!("body" in form) || form.body.kind !== "function") throw unknownStep(plan, call);
  tree.byPrefix.set(state.prefix, state);
  return levels;
}

/** Null for a name that the plan does not have. */
function indexOf(state: CoreState, part: string, { item }: StepCall): number | null {
  const { plan } = state;
  const own = plan.indexByPath.get(part);
  if (own !== undefined) return own;
  const suffix = /(?:\[(\d+)\]|#(\d+))$/.exec(part);
  const owner = suffix === null ? undefined : plan.indexByPath.get(part.slice(0, suffix.index));
  if (suffix === null || owner === undefined) return null;
  const number = Number(suffix[1] ?? suffix[2]);
  return addUnit(state, { owner, number, suffix: suffix[0], value: item?.value });
}

/** The workflow that a step runs; null for one that calls a function, and for one that does neither. */
function planBelow(state: CoreState, index: number): Plan | null {
  const { form } = stepAt(state, index);
  return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan : null;
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

function unknownStep({ name, version }: Plan, { path }: StepCall): DefinitionError {
  const named = version === null ? `workflow "${name}"` : `version "${version}" of workflow "${name}"`;
  return new DefinitionError(
    `A worker was asked for step ${JSON.stringify(path)} of ${named}, which its definition does not have: the run began with another one. Serve that definition too, or give changed workflows another version; the call is made again until a worker knows the step.`,
  );
}
