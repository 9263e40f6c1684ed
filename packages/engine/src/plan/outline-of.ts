import { createDefinitionHash, type DefinitionHash } from "./function-hash.ts";
import type { PartOutline, PlanOutline, StepOutline, WorkflowOutline } from "./outline.ts";
import { lambdaPart, outlineOfStep } from "./outline-step.ts";
import type { Plan } from "./plan.ts";
import { hashOf, numberOf } from "./text-hash.ts";

const made = new WeakMap<Plan, PlanOutline>();

/** The outline of a plan; made when it is first asked for. Linear in steps and edges (I9). */
export function outlineOf(plan: Plan): PlanOutline {
  const known = made.get(plan);
  if (known !== undefined) return known;
  const below: Record<string, WorkflowOutline> = {};
  const own = outlineOfWorkflow(plan, below, createDefinitionHash());
  const root = fingerprintOf(own);
  const outline = Object.freeze({ root, workflows: Object.freeze({ ...below, [root]: own }) });
  made.set(plan, outline);
  return outline;
}

/** Says what the outline of a plan is that was made from it. */
export function rememberOutline(plan: Plan, outline: PlanOutline): void {
  made.set(plan, outline);
}

/** Sub-workflows keep outlines of their own, which are added to those `below`. */
function outlineOfWorkflow(plan: Plan, below: Record<string, WorkflowOutline>, hash: DefinitionHash): WorkflowOutline {
  const children = new Set<Plan>();
  const steps = plan.steps.map((step) => {
    const child = "body" in step.form && step.form.body.kind === "workflow" ? step.form.body.subflow.plan : null;
    if (child !== null) children.add(child);
    return outlineOfStep(step, child === null ? null : outlineOf(child).root, hash);
  });
  for (const child of children) Object.assign(below, outlineOf(child).workflows);
  return Object.freeze({
    name: plan.name,
    version: plan.version,
    parts: Object.freeze(partsOf(plan, hash)),
    steps: Object.freeze(steps),
  });
}

function partsOf(plan: Plan, hash: DefinitionHash): PartOutline[] {
  const parts: PartOutline[] = [returnsPart(plan, hash)];
  const note = (name: string, text: string) => parts.push(Object.freeze<PartOutline>([name, text]));
  if (!plan.failFast) note("failFast", "false");
  if (plan.timeoutMs !== null) note("timeout", `${plan.timeoutMs} ms`);
  if (plan.unhandledEvents !== "report") note("unhandledEvents", JSON.stringify(plan.unhandledEvents));
  return parts;
}

/** Without a lambda the last step counts whose output is returned. */
function returnsPart({ returns, steps }: Plan, hash: DefinitionHash): PartOutline {
  if (returns !== null) return lambdaPart("returns", returns, hash);
  const last = steps.findLast((step) => !step.always);
  return Object.freeze<PartOutline>(last === undefined ? ["returns", ""] : ["returns", "", last.name]);
}

/** The same for steps in another order, which is no difference: so their numbers are added up. Edges are in the parts. */
function fingerprintOf({ steps, ...workflow }: WorkflowOutline): string {
  let sum = 0;
  for (const step of steps) {
    const compared = step.edges === undefined ? step : withoutEdges(step);
    sum = (sum + numberOf(JSON.stringify(compared))) % 2 ** 52; // stays exact: both are below that
  }
  return hashOf(`${JSON.stringify(workflow)} ${steps.length} ${sum}`);
}

function withoutEdges({ edges: _edges, ...step }: StepOutline): StepOutline {
  return step;
}
