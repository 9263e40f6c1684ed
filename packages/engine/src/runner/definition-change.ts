import type { EventBody, RunEvent } from "../core/events.ts";
import type { PlanOutline } from "../plan/outline.ts";
import { outlineOf } from "../plan/outline-of.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * What is to be written when a run goes on with a plan: its outline, if that is another than the one which held so far.
 * The order of steps counts here, and the certainty of reads, since both can be seen.
 */
export function definitionChange(plan: Plan, events: readonly RunEvent[]): readonly EventBody[] {
  const last = events.findLast((event) => event.type === "definition-changed" || event.type === "run-started");
  const outline = outlineOf(plan);
  return last === undefined || isSame(last.outline, outline) ? [] : [{ type: "definition-changed", outline }];
}

/** Outlines are JSON, with their keys in one order. */
function isSame(one: PlanOutline, other: PlanOutline): boolean {
  return one === other || (one.root === other.root && JSON.stringify(one) === JSON.stringify(other));
}
