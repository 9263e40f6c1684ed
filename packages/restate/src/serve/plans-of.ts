import { DefinitionError, type Plan, type Runnable } from "@stepspan/engine";
import { describeThrown } from "@stepspan/engine/hosting";

/**
 * The plans of workflows that are served.
 *
 * @param place who serves them, for example `serveSteps`
 * @throws DefinitionError for what is no list of workflows, and for two of one name and version
 */
export function plansOf(workflows: readonly Runnable[], place: string): readonly Plan[] {
  if (!Array.isArray(workflows) || workflows.length === 0) {
    throw new DefinitionError(
      `${place} got ${shown(workflows)} as workflows. Give a list: ${place}({ workflows: [report] }).`,
    );
  }
  const plans = new Map<string, Plan>();
  (workflows as readonly unknown[]).forEach((workflow, index) => {
    const plan = (workflow as Partial<Runnable> | null | undefined)?.plan; // it is looked at before it is believed
    if (plan === undefined || !Array.isArray(plan.steps)) {
      throw new DefinitionError(
        `${place} got ${describeThrown(workflow)} as workflows[${index}]. Give a workflow, as workflow(name) makes it.`,
      );
    }
    const key = JSON.stringify([plan.name, plan.version]);
    if (plans.has(key)) {
      throw new DefinitionError(
        `${place} got two workflows named ${JSON.stringify(plan.name)} of the same version. Give one of them another name, or another version.`,
      );
    }
    plans.set(key, plan);
  });
  return [...plans.values()];
}

function shown(given: unknown): string {
  return Array.isArray(given) ? "an empty list" : describeThrown(given);
}
