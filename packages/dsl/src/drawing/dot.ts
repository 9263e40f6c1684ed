import { guardedSteps, type Plan, type StepDefinition } from "@stepspan/engine";
import { type Arrow, arrowsOf } from "./arrows.ts";
import { displayName } from "./display-name.ts";
import { labelOfStep } from "./label-of-step.ts";

/**
 * A plan in the language of Graphviz. Steps are boxes, guarded ones hexagons, finalisers have a double border, and what
 * is no plain step says what it is. Solid arrows are waited for, dashed ones only if they are read; an arrow that ends
 * in a circle says order without data.
 */
export function drawDot(plan: Plan): string {
  const guarded = guardedSteps(plan.steps);
  const steps = plan.steps.map((step, index) => `  n${index} [${boxOf(step, guarded.has(step.name))}];`);
  const arrows = arrowsOf(plan).map((arrow) => `  n${arrow.from} -> n${arrow.to}${lineOf(arrow)};`);
  return [`digraph ${quoted(displayName(plan.name))} {`, ...steps, ...arrows, "}", ""].join("\n");
}

function boxOf(step: StepDefinition, isGuarded: boolean): string {
  const shape = isGuarded ? "hexagon" : "box";
  return `label=${quoted(labelOfStep(step))}, shape=${shape}${step.always ? ", peripheries=2" : ""}`;
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
function quoted(label: string): string {
  const escaped = label.replace(/["\\]/g, "\\$&").replaceAll("&", "&amp;");
  return `"${escaped}"`;
}
