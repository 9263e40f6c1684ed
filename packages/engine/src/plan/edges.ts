import type { Lambda, StepDefinition } from "./definition.ts";
import type { Edge } from "./edge.ts";

/** All edges that lead to a step: of its order options, its guard and its parameters, in that order. */
export function edgesOf(step: StepDefinition): Edge[] {
  const edges: Edge[] = [];
  for (const from of step.dependsOn) edges.push(orderEdge(from, step.name, "dependsOn"));
  for (const from of step.skipWith) edges.push(orderEdge(from, step.name, "skipWith"));
  if (step.form.kind === "race") for (const from of step.form.of) edges.push(orderEdge(from, step.name, "of"));
  if (step.when !== null) addReads(edges, step, "guard", null, step.when);
  for (const parameter of step.params) {
    if (parameter.kind === "lambda") addReads(edges, step, "data", parameter.name, parameter.lambda);
  }
  if (step.form.kind === "map") addReads(edges, step, "data", "over", step.form.over);
  if (step.form.kind === "loop") addReads(edges, step, "data", "until", step.form.until);
  return edges;
}

function orderEdge(from: string, to: string, option: "dependsOn" | "skipWith" | "of"): Edge {
  return { from, to, kind: "order", certainty: "required", parameter: null, path: [], mode: null, option };
}

function addReads(
  edges: Edge[],
  step: StepDefinition,
  kind: "data" | "guard",
  parameter: string | null,
  lambda: Lambda,
): void {
  for (const { step: from, certainty, path, mode } of lambda.reads) {
    edges.push({ from, to: step.name, kind, certainty, parameter, path, mode, option: null });
  }
}
