import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * The plans of the workflows that an engine can resume by their names.
 *
 * @param place begins the messages: `createEngine`
 * @throws DefinitionError for what is no list of workflows, and for two of one name
 */
export function plansByName(workflows: unknown, place = "createEngine"): ReadonlyMap<string, Plan> {
  if (!Array.isArray(workflows)) {
    throw new DefinitionError(
      `${place} got ${describeThrown(workflows)} as workflows. Give a list: workflows: [report].`,
    );
  }
  const plans = new Map<string, Plan>();
  workflows.forEach((workflow: unknown, index) => {
    const plan = planOf(workflow);
    if (plan === null) {
      throw new DefinitionError(
        `${place} got ${describeThrown(workflow)} as workflows[${index}]. Give a workflow, as workflow(name) makes it.`,
      );
    }
    if (plans.has(plan.name)) {
      throw new DefinitionError(
        `${place} got two workflows named ${JSON.stringify(plan.name)}. They are found by their names: rename one of them.`,
      );
    }
    plans.set(plan.name, plan);
  });
  return plans;
}

function planOf(workflow: unknown): Plan | null {
  const plan = (workflow as { readonly plan?: Plan } | null | undefined)?.plan; // it is looked at before it is believed
  return Array.isArray(plan?.steps) ? (plan ?? null) : null;
}
