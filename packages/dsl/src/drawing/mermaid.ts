import { guardedSteps, type Plan, type StepDefinition } from "@stepspan/engine";
import { type Arrow, arrowsOf } from "./arrows.ts";
import { labelOfStep } from "./label-of-step.ts";

/**
 * A plan as a Mermaid flowchart. Steps are boxes, guarded ones hexagons, finalisers have double sides, and what is no
 * plain step says what it is. Solid arrows are waited for, dotted ones only if they are read; an arrow that ends in a
 * circle says order without data.
 */
export function drawMermaid(plan: Plan): string {
  const guarded = guardedSteps(plan.steps);
  const steps = plan.steps.map((step, index) => `  n${index}${boxOf(step, guarded.has(step.name))}`);
  const arrows = arrowsOf(plan).map((arrow) => `  n${arrow.from} ${lineOf(arrow)} n${arrow.to}`);
  return ["flowchart TD", ...steps, ...arrows, ""].join("\n");
}

function boxOf(step: StepDefinition, isGuarded: boolean): string {
  const label = `"${escapeLabel(labelOfStep(step))}"`;
  if (step.always) return isGuarded ? `[/${label}/]` : `[[${label}]]`;
  return isGuarded ? `{{${label}}}` : `[${label}]`;
}

function lineOf({ kind, certainty, label }: Arrow): string {
  const end = kind === "order" ? "o" : ">";
  const line = certainty === "required" ? (kind === "guard" ? "==" : "--") : "-.-";
  return label === "" ? `${line}${end}` : `${line}${end}|"${label}"|`;
}

/** Mermaid reads `#34;` as a character by its number. `%` could begin a directive, a backtick Markdown, `$` a formula. */
function escapeLabel(text: string): string {
  return text.replace(/["#&<>`\\%$;]/g, (character) => `#${character.charCodeAt(0)};`);
}
