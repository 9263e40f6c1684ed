import { type Plan, type StepDefinition, suggest } from "@stepspan/engine";
import { stepPathOf } from "./places.ts";

/** A step of a workflow, or of a workflow that it runs. */
export interface FoundStep {
  readonly plan: Plan;
  readonly index: number;
  readonly step: StepDefinition;
}

/** The step at a path, whatever its numbers: `outer/fetch`, `outer[2]/fetch[3]`. Null if there is none. */
export function findStep(plan: Plan, path: string): FoundStep | null {
  const [own = "", ...below] = stepPathOf(path).split("/");
  const index = plan.indexByPath.get(own);
  if (index === undefined) return null;
  const step = plan.steps[index]!; // the plan knows its path
  if (below.length === 0) return { plan, index, step };
  const inner = planBelow(step);
  return inner === null ? null : findStep(inner, below.join("/"));
}

/** The path that a test means by the name of a step, or by a path. Null if there is no such step. */
export function pathNamed(plan: Plan, name: string): string | null {
  const index = plan.indexByName.get(name);
  if (index !== undefined) return plan.paths[index]!; // the plan has one for each name
  return findStep(plan, name) === null ? null : name;
}

/** What a test calls the step at a path: by its name, if it is one of the workflow itself. */
export function nameOfPath(plan: Plan, path: string): string {
  const index = plan.indexByPath.get(path);
  return index === undefined ? path : plan.steps[index]!.name; // the plan knows its path
}

/** The end of a message about a name that no step has. */
export function noSuchStep(plan: Plan, name: string): string {
  return `workflow "${plan.name}" has no such step.${suggest(String(name), namesIn(plan))}`;
}

/** The workflow that is the body of a step. */
export function planBelow({ form }: StepDefinition): Plan | null {
  return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan : null;
}

function namesIn(plan: Plan): readonly string[] {
  return [...plan.indexByName.keys(), ...pathsBelow(plan, "")];
}

function pathsBelow(plan: Plan, prefix: string): readonly string[] {
  return plan.steps.flatMap((step, index) => {
    const inner = planBelow(step);
    const path = `${prefix}${plan.paths[index]}`;
    return inner === null ? [] : inner.paths.flatMap((own) => [`${path}/${own}`]).concat(pathsBelow(inner, `${path}/`));
  });
}
