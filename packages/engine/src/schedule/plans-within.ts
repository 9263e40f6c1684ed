import type { StepDefinition } from "../plan/definition.ts";
import type { Plan } from "../plan/plan.ts";

/** The plan and those of its sub-workflows, at any depth: each once, and those that others run before these. */
export function plansWithin(root: Plan): readonly Plan[] {
  const found = new Set<Plan>();
  const open: { readonly plan: Plan; at: number }[] = [{ plan: root, at: 0 }];
  while (open.length > 0) {
    const top = open.at(-1)!; // the loop runs while there is one
    const step = top.plan.steps[top.at++];
    if (step === undefined) {
      found.add(top.plan);
      open.pop();
      continue;
    }
    const child = childPlanOf(step);
    if (child !== null && !found.has(child)) open.push({ plan: child, at: 0 });
  }
  return [...found];
}

/** The plan of the workflow that a step runs; null for any other step. */
export function childPlanOf({ form }: StepDefinition): Plan | null {
  return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan : null;
}

/** Whether the step calls a function: once, or for each item, iteration or event. */
export function callsFunction({ form }: StepDefinition): boolean {
  return "body" in form && form.body.kind === "function";
}

/** Whether it is learned how long the step takes: it calls a function, and nobody has said what to expect of it. */
export function isLearned(step: StepDefinition): boolean {
  return step.estimateMs === null && callsFunction(step);
}
