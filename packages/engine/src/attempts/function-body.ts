import type { StepBody, StepDefinition, StepFunction } from "../plan/definition.ts";

type FunctionBody = Extract<StepBody, { readonly kind: "function" }>;

/** The function that a step calls. */
export function runOf(step: StepDefinition): StepFunction {
  return functionBodyOf(step).run;
}

/** What makes the output of what a step streams; null: the list of its items. */
export function collectOf(step: StepDefinition): FunctionBody["collect"] {
  return functionBodyOf(step).collect;
}

function functionBodyOf({ form }: StepDefinition): FunctionBody {
  if ("body" in form && form.body.kind === "function") return form.body;
  throw new Error("Bug: a step without a function of its own was called.");
}
