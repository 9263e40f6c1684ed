import { guardedSteps } from "../plan/graph.ts";
import type { Plan } from "../plan/plan.ts";
import type { Run } from "../spans/run.ts";
import { displayText } from "./display-text.ts";
import { edgeHeads, edgeRules, edgeSvg, untakenEdges } from "./edge-svg.ts";
import type { LayoutEdge } from "./graph-layout.ts";
import { graphLegend } from "./graph-legend.ts";
import { headingOf } from "./heading.ts";
import { layoutGraph } from "./layout-graph.ts";
import { legendOf } from "./legend.ts";
import { nodeSvg } from "./node-svg.ts";
import { countsText, statusCounts } from "./status-counts.ts";
import { signRules, statuses } from "./status-signs.ts";
import { type Rule, svgDocument } from "./svg-document.ts";
import { element } from "./svg-element.ts";
import type { Theme } from "./theme.ts";

const margin = 28;
const narrowest = 460;
const longestName = 60;

/**
 * The graph of a plan as an SVG of its own; with a run of it, what came of each step. The same plan and run give the same
 * text. Costs what `layoutGraph` does, and linear in the items of maps.
 */
export function graphSvg(plan: Plan, run: Run | null = null): string {
  const layout = layoutGraph(plan, run);
  const spans = run?.rootSpan.steps ?? [];
  const guarded = guardedSteps(plan.steps);
  const untaken = run === null ? new Set<LayoutEdge>() : untakenEdges(run, layout.edges);
  const width = Math.max(narrowest, layout.width + 2 * margin);
  const heading = headingOf(plan.name, run, { x: margin, width: width - 2 * margin });
  const top = heading.height + 12;
  const edges = [...layout.edges].sort((a, b) => Number(untaken.has(b)) - Number(untaken.has(a)));
  const used = {
    edges: layout.edges,
    hasUntaken: untaken.size > 0,
    statuses: statuses.filter((status) => spans.some((span) => span.status === status)),
    hasGuards: guarded.size > 0,
  };
  const below = top + layout.height + 34;
  const legend = legendOf(graphLegend(used), margin, below, width - 2 * margin);
  return svgDocument({
    width,
    height: Math.round(below + legend.height),
    title: `${run === null ? "Workflow" : "Run of workflow"} ${displayText(plan.name, longestName)}`,
    description: describe(plan, run),
    body: [
      heading.body,
      element(
        "g",
        { transform: `translate(${Math.round((width - layout.width) / 2)} ${top})` },
        ...edges.map((edge) => edgeSvg(edge, untaken.has(edge))),
        ...layout.nodes.map((node) => {
          const isGuarded = guarded.has(node.name);
          return nodeSvg({ node, step: plan.steps[node.index]!, isGuarded, span: spans[node.index] ?? null });
        }),
      ),
      legend.body,
    ].join(""),
    definitions: edgeHeads,
    rules: graphRules,
  });
}

function describe(plan: Plan, run: Run | null): string {
  const size = `${plan.steps.length} ${plan.steps.length === 1 ? "step" : "steps"}`;
  return run === null ? `${size}.` : `${run.status}. ${size}: ${countsText(statusCounts(run.rootSpan.steps))}.`;
}

function graphRules(theme: Theme, id: string): readonly Rule[] {
  const { box, border, muted, text, guard, ground } = theme;
  const lines = "fill:none;stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round";
  const nodes = statuses.flatMap((status): readonly Rule[] => {
    const [sign, own] = theme.statuses[status];
    return [
      [`.${status} .box`, `fill:${own};stroke:${sign}`],
      [`.${status} .line`, `stroke:${sign}`],
      [`.bar.${status}`, `fill:${sign}`],
    ];
  });
  return [
    ...edgeRules(theme, id),
    [".box", `fill:${box};stroke:${border};stroke-width:1.3`],
    [".line", `${lines};stroke:${border}`],
    [".kind", `${lines};stroke:${muted}`],
    [".guarded", `fill:${ground};stroke:${guard};stroke-width:1.4`],
    ...nodes,
    [".pending .box", `stroke:${border}`],
    [".pending .line", `stroke:${border}`],
    [".skipped .box", "stroke-dasharray:4 3"],
    [".skipped .name", `fill:${muted};font-weight:400`],
    [".planned .name", `fill:${text}`],
    ...signRules(theme),
  ];
}
