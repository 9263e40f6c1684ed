import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Plan } from "../plan/plan.ts";

/** What an engine has to say about running something. */
interface RunningEngine {
  readonly isClosed: boolean;
  readonly queues: ReadonlySet<string>;
}

/** The plan of a workflow, if this engine can run it. @throws DefinitionError */
export function checkedPlan(
  workflow: { readonly plan?: Plan } | null | undefined,
  { isClosed, queues }: RunningEngine,
): Plan {
  const plan = workflow?.plan;
  if (plan === undefined || !Array.isArray(plan?.steps)) {
    throw new DefinitionError(
      "The engine was asked to run what is no workflow. Give a workflow, as workflow(name) makes it.",
    );
  }
  if (isClosed)
    throw new DefinitionError(
      `The engine was closed, so it cannot run workflow "${plan.name}". Create another engine.`,
    );
  for (const queue of plan.queues) {
    if (queues.has(queue)) continue;
    const { step, workflow: name } = whoAsks(plan, queue);
    throw new DefinitionError(
      `Step "${step}" of workflow "${name}" asks for queue "${queue}", which the engine does not have.${suggest(queue, queues)} Declare it: createEngine({ queues: { ${JSON.stringify(queue)}: { concurrency: 4 } } }).`,
    );
  }
  return plan;
}

/** The step that asks for the queue, in the workflow or in one below it. */
export function whoAsks(plan: Plan, queue: string): { readonly step: string; readonly workflow: string } {
  const own = plan.steps.find((step) => step.queue === queue);
  if (own !== undefined) return { step: own.name, workflow: plan.name };
  const below = plan.steps.map(planBelow).find((candidate) => candidate?.queues.has(queue));
  return below == null ? { step: "", workflow: plan.name } : whoAsks(below, queue);
}

function planBelow({ form }: StepDefinition): Plan | null {
  return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan : null;
}
