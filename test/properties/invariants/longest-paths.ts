import { declaredReads } from "../cases/expression.ts";
import type { StepCase, WorkflowCase } from "../cases/workflow-case.ts";

/** By the names of the steps: how long it takes from the start of each to the end of what waits for it, by estimates. */
export function longestPaths({ steps }: WorkflowCase): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  for (const step of steps.toReversed()) {
    const waiting = steps.filter((other) => waitsFor(other, step.name));
    const behind = Math.max(0, ...waiting.map(({ name }) => paths.get(name)!)); // all of them are later steps
    paths.set(step.name, (step.estimateMs ?? 0) + behind);
  }
  return paths;
}

function waitsFor({ dependsOn, skipWith, guard, params }: StepCase, step: string): boolean {
  const read = [...params, ...(guard === null ? [] : [guard.value])].flatMap(declaredReads);
  return dependsOn.includes(step) || skipWith.includes(step) || read.some((one) => one.step === step);
}
