import type { Certainty, DependencyKind, Edge, Plan } from "@stepspan/engine";

/** An arrow of a drawing: edges between the same two steps that look alike are one. */
export interface Arrow {
  /** Indexes of steps. */
  readonly from: number;
  readonly to: number;
  readonly kind: DependencyKind;
  readonly certainty: Certainty;
  /** What is written on it; empty for a required read. */
  readonly label: string;
}

/** The arrows of a plan, grouped by the step that they lead to. */
export function arrowsOf(plan: Plan): readonly Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const edge of plan.edges) {
    const from = plan.indexByName.get(edge.from)!; // a plan knows the ends of its edges
    const to = plan.indexByName.get(edge.to)!;
    const label = labelOf(edge);
    const key = `${from} ${to} ${label}`;
    if (!arrows.has(key)) arrows.set(key, { from, to, kind: edge.kind, certainty: edge.certainty, label });
  }
  return [...arrows.values()];
}

function labelOf({ kind, certainty, option }: Edge): string {
  const words = [kind === "guard" ? "when" : option, certainty === "required" ? null : certainty];
  return words.filter((word) => word !== null).join(", ");
}
