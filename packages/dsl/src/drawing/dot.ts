import { isGuarded, type Plan, type StepDefinition } from "@stepspan/engine";
import { type Arrow, arrowsOf } from "./arrows.ts";
import { displayName } from "./display-name.ts";

/**
 * A plan in the language of Graphviz. Steps are boxes, guarded ones hexagons, finalisers have a double border. Solid
 * arrows are waited for, dashed ones only if they are read; an arrow that ends in a circle says order without data.
 */
export function drawDot(plan: Plan): string {
  const steps = plan.steps.map((step, index) => `  n${index} [${boxOf(step)}];`);
  const arrows = arrowsOf(plan).map((arrow) => `  n${arrow.from} -> n${arrow.to}${lineOf(arrow)};`);
  return [`digraph ${quoted(plan.name)} {`, ...steps, ...arrows, "}", ""].join("\n");
}

function boxOf(step: StepDefinition): string {
  const shape = isGuarded(step) ? "hexagon" : "box";
  return `label=${quoted(step.name)}, shape=${shape}${step.always ? ", peripheries=2" : ""}`;
}

function lineOf({ kind, certainty, label }: Arrow): string {
  const attributes = [
    ...(label === "" ? [] : [`label="${label}"`]),
    ...(certainty === "required" ? (kind === "guard" ? ["style=bold"] : []) : ["style=dashed"]),
    ...(kind === "order" ? ["arrowhead=odot"] : []),
  ];
  return attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`;
}

/** Graphviz reads backslash sequences and HTML entities in labels. */
function quoted(name: string): string {
  const escaped = displayName(name).replace(/["\\]/g, "\\$&").replaceAll("&", "&amp;");
  return `"${escaped}"`;
}
