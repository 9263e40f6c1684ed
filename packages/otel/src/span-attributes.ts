import type { Attributes } from "@opentelemetry/api";
import type { CancelReason, ReusedFrom, SkipReason, StepOutline } from "@stepspan/engine";
import { cleanText } from "./clean-text.ts";
import type { RunTree } from "./run-tree.ts";
import type { Unit } from "./unit.ts";

/** Paths are longer than names. */
const longestPath = 1_000;
/** How many units of usage a span shows. */
const mostUsages = 32;

/** What the span of a unit is called: one of few, so without the place of an item. */
export function spanNameOf(unit: Unit): string {
  return `${unit.kind === "item" ? itemKindOf(unit) : unit.kind} ${cleanText(unit.name)}`;
}

function itemKindOf({ step }: Unit): string {
  if (step?.kind === "loop") return "iteration";
  return step?.kind === "on" ? "turn" : "item";
}

/** Where a unit belongs, by which spans are searched. */
export function placeOf(unit: Unit, tree: RunTree): Attributes {
  const { run } = unit;
  const place: Attributes = {
    "stepspan.run.id": cleanText(tree.runIdOf(run), longestPath),
    "stepspan.workflow.name": cleanText(run.name),
  };
  if (unit.kind === "run") return { ...place, ...versionOf(unit) };
  place["stepspan.step.name"] = cleanText(unit.name);
  place["stepspan.step.path"] = cleanText(unit.path, longestPath);
  if (unit.step !== null) place["stepspan.step.kind"] = kindOf(unit.step);
  if (unit.kind === "item")
    place["stepspan.item.number"] = Number.parseInt(unit.path.slice((unit.parent?.path.length ?? 0) + 1), 10);
  return place;
}

function versionOf({ workflow }: Unit): Attributes {
  return workflow?.version == null ? {} : { "stepspan.workflow.version": cleanText(workflow.version) };
}

/** By the method of the builder that makes it. */
function kindOf({ kind, workflow }: StepOutline): string {
  if (kind !== "single") return kind;
  return workflow === null ? "step" : "subflow";
}

/** Of the run itself. */
export function originOf({ started }: RunTree): Attributes {
  const { rerunOf, parentRunId } = started;
  const origin: Attributes = {};
  if (parentRunId !== null) origin["stepspan.run.parent_id"] = cleanText(parentRunId, longestPath);
  if (rerunOf !== null) origin["stepspan.run.rerun_of"] = cleanText(rerunOf.runId, longestPath);
  return origin;
}

export function skipAttributes(because: SkipReason): Attributes {
  const attributes: Attributes = { "stepspan.skip.kind": because.kind };
  return "step" in because ? { ...attributes, "stepspan.skip.step": cleanText(because.step) } : attributes;
}

/** The reason that a caller gave is a value, and no part of it. */
export function cancelAttributes(because: CancelReason): Attributes {
  const attributes: Attributes = { "stepspan.cancel.kind": because.kind };
  return "step" in because ? { ...attributes, "stepspan.cancel.step": cleanText(because.step) } : attributes;
}

export function reusedAttributes({ runId, path }: ReusedFrom): Attributes {
  return {
    "stepspan.reused.run_id": cleanText(runId, longestPath),
    "stepspan.reused.path": cleanText(path, longestPath),
  };
}

/** What has added up while the unit was open. */
export function sumsOf({ attempts, suspensions, usage }: Unit): Attributes {
  const sums: Attributes = {};
  if (attempts > 0) sums["stepspan.attempts"] = attempts;
  if (suspensions > 0) sums["stepspan.suspensions"] = suspensions;
  for (const [unit, amount] of [...(usage ?? [])].slice(0, mostUsages))
    sums[`stepspan.usage.${cleanText(unit, 100)}`] = amount;
  return sums;
}
