import { DefinitionError, type Plan, type StepDefinition } from "@stepspan/engine";
import type { StepCall } from "../protocol/step-call.ts";

/** An item of a map, an iteration of a loop or a turn of an `on` step, by the last part of its path. */
export interface CalledItem {
  /** The name of the step. */
  readonly owner: string;
  /** `[3]` or `#3`; empty for what is no item. */
  readonly suffix: string;
  readonly number: number;
}

/** @param part of a path: `name`, `name[3]` or `name#3` */
export function itemIn(part: string): CalledItem {
  const found = /(?:\[(\d+)\]|#(\d+))$/.exec(part);
  if (found === null) return { owner: part, suffix: "", number: 0 };
  return { owner: part.slice(0, found.index), suffix: found[0], number: Number(found[1] ?? found[2]) };
}

/** The workflow that a step runs; null for one that calls a function, and for one that does neither. */
export function planBelow({ form }: StepDefinition): Plan | null {
  return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan : null;
}

/** @throws DefinitionError if the workflow has no such step with a function: the run began with another definition */
export function checkCalledPath(plan: Plan, call: StepCall): void {
  let current: Plan | null = plan;
  let step: StepDefinition | undefined;
  for (const part of call.path.split("/")) {
    step = current === null ? undefined : stepNamed(current, part);
    if (step === undefined) throw unknownStep(plan, call);
    current = planBelow(step);
  }
  const form = step?.form;
  if (form === undefined || !("body" in form) || form.body.kind !== "function") throw unknownStep(plan, call);
}

/** Undefined for a name that the plan does not have. */
function stepNamed(plan: Plan, part: string): StepDefinition | undefined {
  const index = plan.indexByPath.get(part) ?? plan.indexByPath.get(itemIn(part).owner);
  return index === undefined ? undefined : plan.steps[index];
}

function unknownStep({ name, version }: Plan, { path }: StepCall): DefinitionError {
  const named = version === null ? `workflow "${name}"` : `version "${version}" of workflow "${name}"`;
  return new DefinitionError(
    `A worker was asked for step ${JSON.stringify(path)} of ${named}, which its definition does not have: the run began with another one. Serve that definition too, or give changed workflows another version; the call is made again until a worker knows the step.`,
  );
}
