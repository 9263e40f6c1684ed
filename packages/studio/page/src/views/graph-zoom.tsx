import { useReactFlow, useStore } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { type Extent, firstViewport, type GraphPoint, wholeViewport } from "../model/graph-viewport.ts";
import { Icon } from "./icon.tsx";

interface GraphZoomProps {
  readonly graph: Extent;
  /** The middle of the selected box; null for none. */
  readonly selected: GraphPoint | null;
  /** Whether somebody has moved the graph: then it stays where it is. */
  readonly wasMoved: RefObject<boolean>;
}

/** Nearer, further, all of it. Until somebody moves the graph it is placed anew when the room for it changes. */
export function GraphZoom({ graph, selected, wasMoved }: GraphZoomProps) {
  const { zoomIn, zoomOut, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection moves nothing by itself
  useEffect(() => {
    if (wasMoved.current || width === 0) return;
    void setViewport(firstViewport(graph, { width, height }, selected));
  }, [width, height, graph, setViewport, wasMoved]);
  const showAll = () => {
    wasMoved.current = true;
    void setViewport(wholeViewport(graph, { width, height }));
  };
  return (
    <div className="zoom">
      <button type="button" className="icon-button" aria-label="Nearer" title="Nearer" onClick={() => void zoomIn()}>
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Further away"
        title="Further away"
        onClick={() => void zoomOut()}
      >
        <Icon name="minus" />
      </button>
      <button type="button" className="icon-button" aria-label="Show all" title="Show all" onClick={showAll}>
        <Icon name="fit" />
      </button>
    </div>
  );
}
