/** A length and a breadth in pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A place in the graph, in its own pixels. */
export interface GraphPoint {
  readonly x: number;
  readonly y: number;
}

/** How a graph is moved and made smaller before it is drawn. */
export interface GraphViewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Pixels that stay free at each side. */
const margin = 40;
/** Names cannot be read any more when boxes are smaller. */
const leastZoom = 0.5;

/**
 * Where to look at first: at all of the graph, or, where names could not be read then, at its beginning; at what is
 * selected if that would be out of sight.
 */
export function firstViewport(graph: Extent, room: Extent, selected: GraphPoint | null): GraphViewport {
  const fitting = zoomToFit(graph, room);
  const zoom = Math.max(leastZoom, fitting);
  const focus = zoom > fitting ? selected : null;
  return {
    x: offset(graph.width * zoom, room.width, focus === null ? null : focus.x * zoom, "middle"),
    y: offset(graph.height * zoom, room.height, focus === null ? null : focus.y * zoom, "start"),
    zoom,
  };
}

/** At all of the graph, however small it becomes. */
export function wholeViewport(graph: Extent, room: Extent): GraphViewport {
  const zoom = zoomToFit(graph, room);
  return { x: (room.width - graph.width * zoom) / 2, y: (room.height - graph.height * zoom) / 2, zoom };
}

function zoomToFit(graph: Extent, room: Extent): number {
  const across = (room.width - 2 * margin) / Math.max(1, graph.width);
  const down = (room.height - 2 * margin) / Math.max(1, graph.height);
  return Math.max(0.01, Math.min(1, across, down));
}

/** In the middle if there is room; else so that the focus is there, or what `otherwise` says. */
function offset(length: number, room: number, focus: number | null, otherwise: "start" | "middle"): number {
  if (length <= room - 2 * margin) return (room - length) / 2;
  if (focus !== null) return room / 2 - focus;
  return otherwise === "start" ? margin : (room - length) / 2;
}
