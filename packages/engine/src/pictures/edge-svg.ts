import type { DependencyKind } from "../spans/certainty.ts";
import type { Run } from "../spans/run.ts";
import type { Span } from "../spans/span.ts";
import { edgePath } from "./edge-path.ts";
import type { LayoutEdge } from "./graph-layout.ts";
import type { Rule } from "./svg-document.ts";
import { element, type Markup } from "./svg-element.ts";
import type { Theme } from "./theme.ts";

export const dependencyKinds: readonly DependencyKind[] = ["data", "guard", "order"];

/** The ends of arrows, drawn in 10 by 10 pixels; `x` is where the tip is. */
const heads: Readonly<Record<DependencyKind, { readonly d: string; readonly x: number }>> = {
  data: { d: "M1 1L9 5L1 9Z", x: 9 },
  guard: { d: "M0.8 5L5 1.4L9.2 5L5 8.6Z", x: 9.2 },
  order: { d: "M1.5 5a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0-6.6 0Z", x: 8.4 },
};

/** An arrow, with the classes of its kind, of its certainty and of whether the run took it. */
export function edgeSvg({ kind, certainty, points }: Omit<LayoutEdge, "from" | "to">, isUntaken: boolean): Markup {
  return element("path", { class: `edge ${kind} ${certainty}${isUntaken ? " untaken" : ""}`, d: edgePath(points) });
}

/** The ends of arrows, as markers. */
export function edgeHeads(id: string): Markup {
  const shape = { viewBox: "0 0 10 10", refY: 5, markerWidth: 10, markerHeight: 10, orient: "auto" };
  const units = { markerUnits: "userSpaceOnUse" };
  const markers = dependencyKinds.flatMap((kind) =>
    ["", "-untaken"].map((suffix) =>
      element(
        "marker",
        { id: `${id}-${kind}${suffix}`, refX: heads[kind].x, ...shape, ...units },
        element("path", { class: `head ${kind}${suffix === "" ? "" : " untaken"}`, d: heads[kind].d }),
      ),
    ),
  );
  return markers.join("");
}

/** Kinds differ in width, colour and end; what is read only on some way is dashed. */
export function edgeRules(theme: Theme, id: string): readonly Rule[] {
  const widths = { data: 1.5, guard: 2, order: 1.2 };
  const kinds = dependencyKinds.flatMap((kind): readonly Rule[] => [
    [`.edge.${kind}`, `stroke:${theme[kind]};stroke-width:${widths[kind]};marker-end:url(#${id}-${kind})`],
    [`.edge.${kind}.untaken`, `stroke:${theme.untaken};marker-end:url(#${id}-${kind}-untaken)`],
    [`.head.${kind}`, `fill:${kind === "data" ? theme.data : theme.ground};stroke:${theme[kind]};stroke-width:1.3`],
    [`.head.${kind}.untaken`, `fill:${kind === "data" ? theme.untaken : theme.ground};stroke:${theme.untaken}`],
  ]);
  return [
    [".edge", "fill:none"],
    ...kinds,
    [".edge.conditional", "stroke-dasharray:7 4"],
    [".edge.dynamic", "stroke-dasharray:2 4"],
    [".edge.discovered", "stroke-dasharray:10 3 2 3"],
  ];
}

/** Tells which arrows a run did not take: those of skipped steps, and reads that no evaluation made. */
export function untakenEdges(run: Run, edges: readonly LayoutEdge[]): ReadonlySet<LayoutEdge> {
  const spans = run.rootSpan.steps;
  const reads = new Map<number, ReadonlySet<string>>();
  const readsOf = (to: number): ReadonlySet<string> => {
    const known = reads.get(to) ?? readsBy(spans[to]!);
    reads.set(to, known);
    return known;
  };
  return new Set(
    edges.filter(({ from, to, kind }) => {
      const [source, target] = [spans[from]!, spans[to]!];
      if (source.status === "skipped" || target.status === "skipped") return true;
      if (kind === "order" || target.startedAt === null) return false;
      return !readsOf(to).has(readKey(source.name, kind));
    }),
  );
}

/** What a step, or one of its items, really read. */
function readsBy(span: Span): ReadonlySet<string> {
  const dependencies = [span, ...span.items].flatMap((reader) => reader.dependencies.filter(({ read }) => read));
  return new Set(dependencies.map(({ step, kind }) => readKey(step, kind)));
}

function readKey(step: string, kind: DependencyKind): string {
  return `${kind} ${step}`;
}
