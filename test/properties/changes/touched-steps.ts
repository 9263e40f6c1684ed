import type { RunEvent } from "@stepspan/engine";
import type { DefinitionCase, StepCase } from "./definition-case.ts";

/** The steps with which a resume has to be refused, found by comparing the two definitions step by step. */
export function touchedSteps(
  before: DefinitionCase,
  after: DefinitionCase,
  events: readonly RunEvent[],
  at = "",
): ReadonlySet<string> {
  const touched = new Set<string>();
  const pathTo = ({ name }: StepCase) => (at === "" ? name : `${at}/${name}`);
  for (const step of before) {
    if (!events.some((event) => "path" in event && event.path === pathTo(step))) continue;
    const present = after.find(({ name }) => name === step.name);
    if (present === undefined || ownOf(step) !== ownOf(present)) touched.add(pathTo(step));
    if (step.inner === null || present == null || present.inner === null) continue;
    if (!events.some((event) => event.type === "child-started" && event.path === pathTo(step))) continue;
    for (const path of touchedSteps(step.inner, present.inner, events, pathTo(step))) touched.add(path);
  }
  const isEnding = before.every((step) => events.some((event) => settles(event) && "path" in event && event.path === pathTo(step))); // biome-ignore format: one line
  for (const step of after) {
    if (isEnding && !before.some(({ name }) => name === step.name)) touched.add(pathTo(step));
  }
  return touched;
}

function ownOf({ dependsOn, constant, guard, always, tolerated, inner }: StepCase): string {
  return JSON.stringify([[...dependsOn].sort(), constant, guard, always, tolerated && inner === null, inner === null]);
}

function settles({ type }: RunEvent): boolean {
  return ["step-succeeded", "step-failed", "step-skipped", "step-cancelled"].includes(type);
}
