import { nodeKindOf, type StepDefinition } from "@stepspan/engine";
import { displayName } from "./display-name.ts";

/** What is written on a step: its name, and its kind unless it is a plain step. */
export function labelOfStep(step: StepDefinition): string {
  const kind = nodeKindOf(step);
  const name = displayName(step.name);
  return kind === "step" ? name : `${name} (${kind})`;
}
