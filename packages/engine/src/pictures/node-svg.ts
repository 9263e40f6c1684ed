import type { StepDefinition } from "../plan/definition.ts";
import { nodeKindOf } from "../plan/graph.ts";
import type { Span } from "../spans/span.ts";
import { boxInsets, boxOutline } from "./box-outline.ts";
import { displayText } from "./display-text.ts";
import type { LayoutNode } from "./graph-layout.ts";
import { kindSign } from "./kind-signs.ts";
import { detailSize, nameSize, shownName } from "./node-box.ts";
import { spanDetail, spanSentence } from "./span-words.ts";
import { type StatusCounts, statusCounts } from "./status-counts.ts";
import { statusSign } from "./status-signs.ts";
import { stepDetail } from "./step-detail.ts";
import { element, type Markup, textElement } from "./svg-element.ts";
import { fittedText } from "./text-width.ts";

/** What a sign and its margin take. */
const signWidth = 24;
const longestTitle = 300;

/** A box and what it stands for. */
export interface DrawnNode {
  readonly node: LayoutNode;
  readonly step: StepDefinition;
  readonly isGuarded: boolean;
  /** Null in the picture of a plan. */
  readonly span: Span | null;
}

/** The box of a step: its form, its name, what it does and, in a run, what came of it. */
export function nodeSvg({ node, step, isGuarded, span }: DrawnNode): Markup {
  const kind = nodeKindOf(step);
  const [left, right] = boxInsets(kind);
  const [textX, end] = [left + (kind === "step" ? 0 : signWidth), node.width - right];
  const room = end - textX - (span === null ? 0 : signWidth);
  const counts = span === null ? new Map() : statusCounts([...span.items, ...span.steps]);
  const lines = [
    stepDetail(step),
    ...(span === null ? [] : [spanDetail(span, kind === "map" ? "item" : "time")]),
  ].filter((words) => words !== "");
  const detail = fittedText(
    lines.join(" · "),
    detailSize,
    end - textX - (span === null || lines.length > 0 ? 0 : signWidth),
  );
  const middle = node.height / 2 - (kind === "map" ? 3 : 0) - (counts.size > 0 ? 4 : 0);
  const nameY = detail === "" ? middle + 4.5 : middle - 3;
  return element(
    "g",
    { class: `node ${span?.status ?? "planned"}`, transform: `translate(${node.x} ${node.y})` },
    textElement("title", {}, displayText(span === null ? step.name : spanSentence(span), longestTitle)),
    boxOutline(kind, node.width, node.height, step.always),
    ...(kind === "step" ? [] : [kindSign(kind, left + 6, middle)]),
    ...(isGuarded ? [element("path", { class: "guarded", d: `M${textX + 6}-6l6 6l-6 6l-6-6Z` })] : []),
    textElement("text", { class: "name", x: textX, y: nameY }, fittedText(shownName(node.name), nameSize * 1.1, room)),
    ...(detail === "" ? [] : [textElement("text", { class: "small", x: textX, y: middle + 12 }, detail)]),
    ...(span === null ? [] : [statusSign(span.status, end - 6, nameY - 4.5)]),
    ...(counts.size === 0 ? [] : [statusBar(counts, textX, middle + 18, end - textX)]),
  );
}

/** A bar of one part for each status, as wide as there are many of it. */
function statusBar(counts: StatusCounts, x: number, y: number, width: number): Markup {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let at = x;
  const parts = [...counts].map(([status, count]) => {
    const part = element("rect", { class: `bar ${status}`, x: at, y, width: (count / all) * width, height: 4 });
    at += (count / all) * width;
    return part;
  });
  return parts.join("");
}
