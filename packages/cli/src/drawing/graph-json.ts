import { guardedSteps, nodeKindOf, type Plan } from "@stepspan/engine";

/** A workflow's graph as plain JSON: its steps in the order written, and each edge with what makes it. */
export function graphJson(plan: Plan): object {
  const guarded = guardedSteps(plan.steps);
  return {
    workflow: plan.name,
    version: plan.version,
    steps: plan.steps.map((step) => ({
      name: step.name,
      kind: nodeKindOf(step),
      guarded: guarded.has(step.name),
      always: step.always,
      ...subflowOf(step.form),
    })),
    edges: plan.edges.map(({ from, to, kind, certainty, parameter, path, option }) => ({
      ...{ from, to, kind, certainty, parameter, path, option },
    })),
  };
}

function subflowOf(form: Plan["steps"][number]["form"]): object {
  if (!("body" in form) || form.body.kind !== "workflow") return {};
  return { subflow: graphJson(form.body.subflow.plan) };
}
