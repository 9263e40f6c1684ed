import type { NodeKind } from "../plan/graph.ts";
import { element, type Markup } from "./svg-element.ts";

/** How far what is written in a box stays from its left and its right side. */
export function boxInsets(kind: NodeKind): readonly [left: number, right: number] {
  switch (kind) {
    case "map":
      return [14, 22];
    case "loop":
      return [14, 14 + loopWidth];
    case "on":
    case "race":
      return [22, 20];
    case "step":
      return [14, 14];
    default:
      return [18, 18];
  }
}

/** The outline of a box, from 0 0 on: each kind of step has a form that can be told without its colour. */
export function boxOutline(kind: NodeKind, width: number, height: number, isAlways: boolean): Markup {
  const inner = isAlways ? [innerLine(kind, width, height)] : [];
  return [...outlineOf(kind, width, height), ...inner].join("");
}

/** What stands out at the right of a loop, and of a map. */
const loopWidth = 14;

function loopArc(width: number, height: number): string {
  const [x, top, bottom] = [width - loopWidth, height / 2 - 13, height / 2 + 13];
  return `M${x} ${bottom}C${x + 17} ${bottom} ${x + 17} ${top} ${x + 3} ${top}M${x + 7} ${top - 4}L${x + 2.5} ${top}L${x + 7} ${top + 4}`;
}

function outlineOf(kind: NodeKind, width: number, height: number): readonly Markup[] {
  switch (kind) {
    case "step":
      return [rect(0, 0, width, height, 8)];
    case "map":
      return [
        rect(8, 6, width - 8, height - 6, 8),
        rect(4, 3, width - 8, height - 6, 8),
        rect(0, 0, width - 8, height - 6, 8),
      ];
    case "subflow":
      return [
        rect(0, 0, width, height, 4),
        element("path", { class: "line", d: `M6 0V${height}M${width - 6} 0V${height}` }),
      ];
    case "loop":
      return [
        rect(0, 0, width - loopWidth, height, 8),
        element("path", { class: "line arc", d: loopArc(width, height) }),
      ];
    case "race":
      return [polygon(`M12 0H${width - 12}L${width} ${height / 2}L${width - 12} ${height}H12L0 ${height / 2}Z`)];
    case "wait":
    case "sleep":
      return [rect(0, 0, width, height, height / 2)];
    case "on":
      return [polygon(`M0 0H${width}V${height}H0L12 ${height / 2}Z`)];
    default:
      return kind satisfies never;
  }
}

function innerLine(kind: NodeKind, width: number, height: number): Markup {
  const rounded = kind === "wait" || kind === "sleep" ? height / 2 - 3 : 5;
  return element("rect", { class: "line", x: 3, y: 3, width: width - 6, height: height - 6, rx: rounded });
}

function rect(x: number, y: number, width: number, height: number, rx: number): Markup {
  return element("rect", { class: "box", x, y, width, height, rx });
}

function polygon(d: string): Markup {
  return element("path", { class: "box", d });
}
