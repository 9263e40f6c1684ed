import type { DefinitionDifference } from "../errors/resume-errors.ts";
import type { StepOutline } from "../plan/outline.ts";
import { type Comparison, pathBelow } from "./comparison.ts";
import { changedParts, changeInWords } from "./part-changes.ts";

/** The differences of the steps of one workflow, as far as they had begun. */
export function stepDifferences(comparison: Comparison): DefinitionDifference[] {
  const { before, after, at } = comparison;
  const found: DefinitionDifference[] = [];
  const later = new Map(after.steps.map((step) => [step.name, step]));
  const earlier = new Set(before.steps.map(({ name }) => name));
  const added = after.steps.filter(({ name }) => !earlier.has(name));
  const addedByForm = Map.groupBy(added, formOf);
  for (const step of before.steps) {
    const present = later.get(step.name);
    const path = pathBelow(at, step.name);
    if (present === undefined) {
      const message = removedInWords(comparison, step, addedByForm.get(formOf(step)) ?? []);
      if (message !== null) found.push({ step: path, kind: "removed", message });
    } else if (hasBegun(comparison, step) || hasBegun(comparison, present)) {
      found.push(...changesOf(step, present, path));
    }
  }
  for (const step of added) {
    const message = addedInWords(comparison, step);
    if (message !== null) found.push({ step: pathBelow(at, step.name), kind: "added", message });
  }
  return found;
}

/** A race begins with its members, and an `on` step with the first event that could be its own. */
function hasBegun({ at, progress }: Comparison, { name, kind, parts }: StepOutline): boolean {
  if (progress.hasBegun(pathBelow(at, name))) return true;
  if (kind === "race") return membersOf(parts).some((member) => progress.hasBegun(pathBelow(at, member)));
  return kind === "on" && progress.wasSent(eventOf(parts) ?? "");
}

function changesOf(before: StepOutline, after: StepOutline, path: string): DefinitionDifference[] {
  const place = `Step ${JSON.stringify(path)} was changed`;
  if (before.kind !== after.kind) {
    return [{ step: path, kind: "kind", message: `${place} from ${kinds[before.kind]} to ${kinds[after.kind]}.` }];
  }
  const found: DefinitionDifference[] = [];
  if ((before.workflow === null) !== (after.workflow === null)) {
    const [from, to] = before.workflow === null ? ["a function", "a workflow"] : ["a workflow", "a function"];
    found.push({ step: path, kind: "kind", message: `${place}: it ran ${from} and runs ${to} now.` });
  }
  for (const change of changedParts(before.parts, after.parts)) {
    found.push({ step: path, kind: "part", message: `${place}: ${changeInWords(change)}.` });
  }
  return found;
}

/** @param alike added steps that are the same but for the name */
function removedInWords(comparison: Comparison, step: StepOutline, alike: readonly StepOutline[]): string | null {
  const path = pathBelow(comparison.at, step.name);
  const isAwaited = comparison.progress.isAwaited(path);
  if (!isAwaited && !hasBegun(comparison, step)) return null;
  const hint =
    alike.length === 1
      ? ` Step ${JSON.stringify(pathBelow(comparison.at, alike[0]!.name))}, which was added, is written in the same way: was it renamed?` // there is one
      : "";
  const awaited = isAwaited && !hasBegun(comparison, step) ? ", and another step waits for it" : "";
  return `Step ${JSON.stringify(path)} was removed${awaited}.${hint}`;
}

function addedInWords(comparison: Comparison, step: StepOutline): string | null {
  const { at, isEnding } = comparison;
  const place = `Step ${JSON.stringify(pathBelow(at, step.name))} was added`;
  if (isEnding) return `${place}, but all steps of that run have settled.`;
  if (!hasBegun(comparison, step)) return null;
  if (step.kind === "race") return `${place}, but members of that race have begun.`;
  return step.kind === "on"
    ? `${place}, but events for it were sent before.`
    : `${place}, but the run has events of it.`;
}

const kinds: Readonly<Record<StepOutline["kind"], string>> = {
  single: "a plain step",
  map: "a map",
  loop: "a loop",
  on: "an on step",
  race: "a race",
  wait: "a wait",
  sleep: "a sleep",
};

function membersOf(parts: StepOutline["parts"]): readonly string[] {
  return parts.find(([name]) => name === "of")?.slice(2) ?? [];
}

/** As the outline has it. */
function eventOf(parts: StepOutline["parts"]): string | undefined {
  return parts.find(([name]) => name === "event")?.[1];
}

/** All but the name. */
function formOf({ kind, parts, workflow }: StepOutline): string {
  return JSON.stringify([kind, parts, workflow]);
}
