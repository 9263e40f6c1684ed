import type { Lambda, StepDefinition } from "./definition.ts";
import type { Edge } from "./edge.ts";

/** All edges that lead to a step: of its order options, its guard, its parameters and its form, in that order. */
export function edgesOf(step: StepDefinition): Edge[] {
  const edges: Edge[] = [];
  for (const from of step.dependsOn) edges.push(orderEdge(from, step.name, "dependsOn"));
  for (const from of step.skipWith) edges.push(orderEdge(from, step.name, "skipWith"));
  if (step.when !== null) addReads(edges, step, "guard", null, step.when);
  for (const parameter of step.params) {
    if (parameter.kind === "lambda") addReads(edges, step, "data", parameter.name, parameter.lambda);
  }
  addFormEdges(edges, step);
  return edges;
}

function addFormEdges(edges: Edge[], step: StepDefinition): void {
  const { form } = step;
  if (form.kind === "map") addReads(edges, step, "data", "over", form.over);
  if (form.kind === "loop") addReads(edges, step, "data", "until", form.until);
  if (form.kind !== "race") return;
  for (const from of form.of) edges.push({ ...orderEdge(from, step.name, "of"), certainty: "conditional" });
}

function orderEdge(from: string, to: string, option: NonNullable<Edge["option"]>): Edge {
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
