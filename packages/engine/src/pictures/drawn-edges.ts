import type { Plan } from "../plan/plan.ts";
import type { Run } from "../spans/run.ts";
import type { Span } from "../spans/span.ts";
import type { LayoutEdge } from "./graph-layout.ts";

/** An arrow before it has a place. */
export type DrawnEdge = Omit<LayoutEdge, "points">;

const strength: Readonly<Record<DrawnEdge["certainty"], number>> = {
  required: 3,
  conditional: 2,
  dynamic: 1,
  discovered: 0,
};

/** The arrows of a plan, and those that a run discovered; one for all edges of a kind between the same two steps. */
export function drawnEdges(plan: Plan, run: Run | null): readonly DrawnEdge[] {
  const edges = new Map<string, DrawnEdge>();
  const add = (edge: DrawnEdge) => {
    const key = `${edge.from} ${edge.to} ${edge.kind}`;
    const known = edges.get(key);
    if (known === undefined || strength[edge.certainty] > strength[known.certainty]) edges.set(key, edge);
  };
  for (const { from, to, kind, certainty } of plan.edges) {
    add({ from: plan.indexByName.get(from)!, to: plan.indexByName.get(to)!, kind, certainty }); // a plan knows the ends of its edges
  }
  if (run !== null) for (const edge of discoveredEdges(plan, run)) add(edge);
  return [...edges.values()];
}

/** Reads that nothing foretold, by a step or by its items. */
function* discoveredEdges(plan: Plan, run: Run): Generator<DrawnEdge> {
  for (const [to, span] of run.rootSpan.steps.entries()) {
    for (const reader of [span, ...span.items]) yield* discoveredBy(plan, reader, to);
  }
}

function* discoveredBy(plan: Plan, reader: Span, to: number): Generator<DrawnEdge> {
  for (const { step, kind, certainty } of reader.dependencies) {
    const from = certainty === "discovered" ? plan.indexByName.get(step) : undefined;
    if (from !== undefined) yield { from, to, kind, certainty };
  }
}
