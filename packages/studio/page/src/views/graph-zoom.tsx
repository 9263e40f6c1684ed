import { useReactFlow, useStore } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { Icon } from "./icon.tsx";

/** How much of the view the graph leaves free, and how large and small its boxes may become by themselves. */
export const fitting = { padding: 0.12, maxZoom: 1, minZoom: 0.35 };

/** Nearer, further, all of it. All of it is shown again when the room for it changes, until somebody moves it. */
export function GraphZoom({ wasMoved }: { readonly wasMoved: RefObject<boolean> }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const room = useStore(({ width, height }) => `${width} ${height}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another room is what it is about
  useEffect(() => {
    if (!wasMoved.current) void fitView(fitting);
  }, [room, fitView, wasMoved]);
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
      <button
        type="button"
        className="icon-button"
        aria-label="Show all"
        title="Show all"
        onClick={() => void fitView({ ...fitting, minZoom: 0.02 })}
      >
        <Icon name="fit" />
      </button>
    </div>
  );
}
