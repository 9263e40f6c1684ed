import type { StepDefinition } from "@stepspan/engine";
import { shortDuration } from "./times.ts";

/** What a step does. */
export type StepKind = "step" | "subflow" | "map" | "loop" | "on" | "race" | "wait" | "sleep";

/** A kind with what else a box says of it. */
export function stepKind({ form }: StepDefinition): StepKind {
  if (form.kind !== "single") return form.kind;
  return form.body.kind === "workflow" ? "subflow" : "step";
}

/** What a step does, in a few words; empty for one that calls a function once. */
export function kindWords(step: StepDefinition): string {
  const { form } = step;
  switch (form.kind) {
    case "single":
      return form.body.kind === "workflow" ? `workflow ${form.body.subflow.plan.name}` : "";
    case "wait":
      return `waits for ${form.event.name}`;
    case "on":
      return `on ${form.event.name}`;
    case "race":
      return `race of ${form.of.length}`;
    case "sleep":
      return `sleeps ${shortDuration(form.durationMs)}`;
    default:
      return form.kind;
  }
}
