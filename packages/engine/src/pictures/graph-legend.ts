import type { DependencyKind } from "../spans/certainty.ts";
import type { SpanStatus } from "../spans/span.ts";
import { dependencyKinds, edgeSvg } from "./edge-svg.ts";
import type { LayoutEdge } from "./graph-layout.ts";
import type { LegendEntry } from "./legend.ts";
import { statusSign } from "./status-signs.ts";
import { element } from "./svg-element.ts";

/** What can be seen in a picture, so that its legend explains that alone. */
export interface UsedInGraph {
  readonly edges: readonly LayoutEdge[];
  readonly hasUntaken: boolean;
  readonly statuses: readonly SpanStatus[];
  readonly hasGuards: boolean;
}

const lineWidth = 34;

const kindWords: Readonly<Record<DependencyKind, string>> = { data: "data", guard: "guard", order: "order" };
const certaintyWords: Readonly<Record<Exclude<LayoutEdge["certainty"], "required">, string>> = {
  conditional: "read on some path",
  dynamic: "read if the lambda says so",
  discovered: "found at run time",
};

/** The entries that explain the arrows, the guards and the signs of a picture. */
export function graphLegend({ edges, hasUntaken, statuses, hasGuards }: UsedInGraph): readonly LegendEntry[] {
  const kinds = dependencyKinds.filter((kind) => edges.some((edge) => edge.kind === kind));
  const certainties = (["conditional", "dynamic", "discovered"] as const).filter((certainty) =>
    edges.some((edge) => edge.certainty === certainty),
  );
  return [
    ...statuses.map((status) => ({ sample: statusSign(status, 8, 0), width: 16, words: status })),
    ...kinds.map((kind) => line(kind, "required", false, kindWords[kind])),
    ...certainties.map((certainty) => line("data", certainty, false, certaintyWords[certainty])),
    ...(hasUntaken ? [line("data", "required", true, "not taken")] : []),
    ...(hasGuards ? [guardEntry] : []),
  ];
}

const guardEntry: LegendEntry = {
  sample: element("path", { class: "guarded", d: "M6-6l6 6l-6 6l-6-6Z" }),
  width: 12,
  words: "may be skipped, or fail tolerated",
};

function line(
  kind: DependencyKind,
  certainty: LayoutEdge["certainty"],
  isUntaken: boolean,
  words: string,
): LegendEntry {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
    { x: lineWidth, y: 0 },
  ];
  return { sample: edgeSvg({ kind, certainty, points }, isUntaken), width: lineWidth, words };
}
