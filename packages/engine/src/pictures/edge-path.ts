import type { Point } from "./graph-layout.ts";

/** The points of an edge as the path of an SVG: curves between ranks that begin and end upright, straight past ranks. */
export function edgePath(points: readonly Point[]): string {
  return points
    .map(({ x, y }, at) => {
      if (at === 0) return `M${short(x)} ${short(y)}`;
      const before = points[at - 1]!;
      if (at % 2 === 0 || before.x === x) return `L${short(x)} ${short(y)}`;
      const middle = short((before.y + y) / 2);
      return `C${short(before.x)} ${middle} ${short(x)} ${middle} ${short(x)} ${short(y)}`;
    })
    .join("");
}

function short(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}
