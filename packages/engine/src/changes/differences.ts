import type { DefinitionDifference } from "../errors/resume-errors.ts";
import type { PlanOutline, WorkflowOutline } from "../plan/outline.ts";
import { type Comparison, pathBelow } from "./comparison.ts";
import { changedParts, changeInWords } from "./part-changes.ts";
import type { Progress } from "./progress.ts";
import { stepDifferences } from "./step-differences.ts";

/**
 * The differences between the definition that a run began with and the present one, as far as they touch what had begun:
 * with any of them the run cannot go on. All others are no reason, since the present definition holds for what has
 * not begun. Linear in the steps (I9).
 */
export function differencesOf(before: PlanOutline, after: PlanOutline, progress: Progress): DefinitionDifference[] {
  const found: DefinitionDifference[] = [];
  const compare = (from: string, to: string, at: string): void => {
    const [earlier, later] = [before.workflows[from], after.workflows[to]];
    if (from === to || earlier === undefined || later === undefined) return;
    const isEnding = progress.isEnding(at, earlier.steps.length);
    const comparison: Comparison = { before: earlier, after: later, at, progress, isEnding };
    found.push(...workflowDifferences(comparison), ...stepDifferences(comparison));
    const laterSteps = new Map(later.steps.map((step) => [step.name, step]));
    for (const { name, workflow } of earlier.steps) {
      const path = pathBelow(at, name);
      const other = laterSteps.get(name)?.workflow ?? null;
      if (workflow !== null && other !== null && progress.hasChild(path)) compare(workflow, other, path);
    }
  };
  compare(before.root, after.root, "");
  return found;
}

/** The name and the version of the workflow of the run itself were compared before. */
function workflowDifferences({ before, after, at, isEnding }: Comparison): DefinitionDifference[] {
  const found: DefinitionDifference[] = [];
  const step = at === "" ? null : at;
  const place = step === null ? "The workflow" : `The sub-workflow of step ${JSON.stringify(step)}`;
  if (step !== null && (before.name !== after.name || before.version !== after.version)) {
    const message = `${place} was ${shown(before)} and is ${shown(after)} now.`;
    found.push({ step, kind: "identity", message });
  }
  for (const change of changedParts(before.parts, after.parts)) {
    const kind = change.name === "returns" ? "returns" : "option";
    const takesHold = change.name === "failFast" || (change.name === "timeout" && step !== null) || isEnding;
    if (!takesHold || (change.name === "timeout" && step === null)) continue; // a run keeps the timeout with which it began
    found.push({ step, kind, message: `${place} was changed: ${changeInWords(change)}.` });
  }
  return found;
}

function shown({ name, version }: WorkflowOutline): string {
  return `${JSON.stringify(name)} ${version === null ? "without a version" : `version ${JSON.stringify(version)}`}`;
}
