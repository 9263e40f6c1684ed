import type { StepDefinition } from "../plan/definition.ts";
import { nodeKindOf } from "../plan/graph.ts";
import { displayText } from "./display-text.ts";
import { durationText } from "./duration-text.ts";

const longest = 30;

/** What a step does, in a few words; empty for a plain one. */
export function stepDetail(step: StepDefinition): string {
  const words = [...kindWords(step), ...(step.always ? ["always"] : [])];
  return words.join(" · ");
}

function kindWords(step: StepDefinition): readonly string[] {
  const { form } = step;
  switch (form.kind) {
    case "single":
      return form.body.kind === "workflow" ? [`runs ${named(form.body.subflow.plan.name)}`] : [];
    case "loop":
      return [`loop, at most ${form.maxIterations}`];
    case "race":
      return [`race of ${form.of.length}`];
    case "wait":
      return [`waits for ${named(form.event.name)}`];
    case "sleep":
      return [`sleeps ${durationText(form.durationMs)}`];
    case "on":
      return [`on ${named(form.event.name)}`];
    default:
      return [nodeKindOf(step)];
  }
}

function named(name: string): string {
  return displayText(name, longest);
}
