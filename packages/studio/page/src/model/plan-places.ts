import type { Plan, StepDefinition } from "@stepspan/engine";

/** The step of the plan, or of one of its sub-workflows, that the span at a path is of; null if there is none. */
export function stepAt(plan: Plan, path: string): StepDefinition | null {
  let within: Plan | null = plan;
  let step: StepDefinition | null = null;
  for (const segment of path.split("/")) {
    const index: number | undefined = within?.indexByPath.get(segment.replace(/[[#].*$/, ""));
    if (within === null || index === undefined) return null;
    step = within.steps[index] ?? null;
    within = step === null ? null : planBelow(step);
  }
  return step;
}

/** The plan that stands at a path: that of the run for an empty one, else that of the sub-workflow of the step there. */
export function planAt(plan: Plan, path: string): Plan | null {
  if (path === "") return plan;
  const step = stepAt(plan, path);
  return step === null ? null : planBelow(step);
}

/** The workflow that a step runs; null for one that calls a function or waits. */
export function planBelow({ form }: StepDefinition): Plan | null {
  return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan : null;
}

/** The path of the run that the span at a path is in: empty for the run itself. */
export function runAbove(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The name of the step of the run that a path leads to, or lies below; null if there is none. */
export function topOf(plan: Plan, path: string): string | null {
  return stepAt(plan, path.split("/")[0] ?? "")?.name ?? null;
}

/** The name of a step as it stands in paths. */
export function segmentOf(name: string): string {
  return name.replace(/[/[\]#%]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
