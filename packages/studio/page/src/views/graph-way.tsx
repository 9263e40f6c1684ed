import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { WayFlowEdge } from "./graph-elements.ts";

/** The arrow of a dependency, along the way that the layout gives it. */
export const GraphWay = memo(function GraphWay({ data }: EdgeProps<WayFlowEdge>) {
  if (data === undefined) return null;
  const { path, kind, certainty, isUntaken } = data;
  const isSure = certainty === "required" || kind === "order";
  return (
    <path
      className="way"
      d={path}
      data-kind={kind}
      data-unsure={!isSure || undefined}
      data-untaken={isUntaken || undefined}
      markerEnd={`url(#arrow-${isUntaken ? "untaken" : kind})`}
    />
  );
});

const kinds = ["data", "guard", "order", "untaken"] as const;

/** The heads of the arrows, one for each look. */
export function ArrowHeads() {
  return (
    <svg className="arrow-heads" aria-hidden="true">
      <defs>
        {kinds.map((kind) => (
          <marker
            key={kind}
            id={`arrow-${kind}`}
            className="arrow-head"
            data-kind={kind}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d={kind === "guard" ? "M1 4l3-3 3 3-3 3z" : "M1 1l6 3-6 3z"} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
