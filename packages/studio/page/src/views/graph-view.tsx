import { type GraphLayout, layoutGraph } from "@stepspan/engine/reading";
import { Panel, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { spansOf, trailTo } from "../model/graph-picture.ts";
import type { GraphPoint } from "../model/graph-viewport.ts";
import { planAt, runAbove } from "../model/plan-places.ts";
import { isOpenRun } from "../model/statuses.ts";
import { flowEdges, type StepFlowNode, useFlowNodes } from "./graph-elements.ts";
import { GraphLegend } from "./graph-legend.tsx";
import { StepNode } from "./graph-node.tsx";
import { GraphWay } from "./graph-way.tsx";
import { GraphZoom } from "./graph-zoom.tsx";
import type { ShownRun } from "./shown-run.ts";
import { Text } from "./text.tsx";

interface GraphViewProps {
  readonly shown: ShownRun;
  readonly selected: string | null;
}

const nodeTypes = { step: StepNode };
const edgeTypes = { way: GraphWay };

/** When boxes are smaller they are drawn in the colour of their status, without words. */
const farZoom = 0.28;
/** Plans of more steps take seconds to lay out, in which the page does not answer: so only if somebody wants it. */
const mostSteps = 2_500;

/** The graph, or a question if it would take long. */
export function GraphView(props: GraphViewProps) {
  const count = props.shown.followed.plan.steps.length;
  const [isWanted, setWanted] = useState(count <= mostSteps);
  if (isWanted) return <LaidOutGraph {...props} />;
  return (
    <div className="run-note">
      <p>This graph has {count.toLocaleString("en")} steps: to lay it out takes a few seconds.</p>
      <button type="button" className="button" onClick={() => setWanted(true)}>
        Draw it
      </button>
    </div>
  );
}

/** The steps as boxes and what depends on what as arrows: of the run, or of a sub-workflow in it. */
function LaidOutGraph({ shown, selected }: GraphViewProps) {
  const { followed, run, latest, version } = shown;
  const [within, setWithin] = useState(() => withinOf(shown, selected));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another selection leads elsewhere
  useEffect(() => {
    if (selected !== null && selected !== "") setWithin(withinOf(shown, selected));
  }, [selected]);
  const plan = planAt(followed.plan, within) ?? followed.plan;
  const planKey = useMemo(() => `${plan.steps.map(({ name }) => name).join("\0")} ${plan.edges.length}`, [plan]);
  const finished = isOpenRun(latest.status) || within !== "" ? null : latest;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each moment has a plan of its own, nearly always the same one
  const layout = useMemo(() => layoutGraph(plan, finished), [within, planKey, finished]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the spans are live views, and `version` says when they read otherwise
  const spans = useMemo(() => spansOf(run, within), [run, within, version]);
  const nodes = useFlowNodes({ layout, plan, spans, selected, onOpen: setWithin });
  const edges = useMemo(() => flowEdges(layout, spans), [layout, spans]);
  const wasMoved = useRef(false);
  const [isFar, setFar] = useState(false);
  const trail = trailTo(followed.plan, within);
  return (
    <div className="graph">
      <div className="view-tools">
        <GraphLegend />
        {trail.length > 1 && (
          <nav className="trail" aria-label="Workflows">
            {trail.map(({ path, name }) => (
              <button
                key={path}
                type="button"
                className="step-link"
                disabled={path === within}
                onClick={() => setWithin(path)}
              >
                <Text>{name}</Text>
              </button>
            ))}
          </nav>
        )}
      </div>
      <ReactFlowProvider key={within}>
        <ReactFlow
          aria-label="Graph of the steps"
          nodes={nodes as never} // what is read-only here is so there too, but not by its types
          edges={edges as never}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onlyRenderVisibleElements
          minZoom={0.02}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          data-far={isFar || undefined}
          onMove={(_moved, { zoom }) => setFar(zoom < farZoom)}
          onMoveStart={(moved) => {
            if (moved !== null) wasMoved.current = true; // null: by the page itself
          }}
          proOptions={{ hideAttribution: true }}
        >
          <Panel position="bottom-left">
            <GraphZoom graph={layout} selected={middleOf(layout, nodes)} wasMoved={wasMoved} />
          </Panel>
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}

/** The middle of the selected box; null if none is. */
function middleOf({ nodes: places }: GraphLayout, nodes: readonly StepFlowNode[]): GraphPoint | null {
  const place = places[nodes.findIndex(({ data }) => data.isSelected)];
  return place === undefined ? null : { x: place.x + place.width / 2, y: place.y + place.height / 2 };
}

/** The path of the run whose graph has the box of a span: items and what lies below a map are shown by the map. */
function withinOf({ followed }: ShownRun, selected: string | null): string {
  let above = runAbove(selected ?? "");
  while (above !== "" && /[[#]/.test(above)) above = runAbove(above);
  return planAt(followed.plan, above) === null ? "" : above;
}
