import type { RunEvent } from "@stepspan/engine";
import type { StepCase, WorkflowCase } from "../cases/workflow-case.ts";

/** One run as its event list tells it. */
export interface RunFacts {
  readonly workflow: WorkflowCase;
  readonly events: readonly RunEvent[];
}

/** Says what is wrong; null if the invariant holds. */
export type Invariant = (run: RunFacts) => string | null;

export type StepEvent = Extract<RunEvent, { readonly path: string }>;
export type Settlement = Extract<
  RunEvent,
  { type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" }
>;

export function isSettlement(event: RunEvent): event is Settlement {
  return ["step-succeeded", "step-failed", "step-skipped", "step-cancelled"].includes(event.type);
}

/** The end of an open attempt; the settlement of a step that has none open ends nothing. */
export function endsAttempt(event: RunEvent): boolean {
  return event.type === "attempt-failed" || isSettlement(event);
}

export function stepNamed({ steps }: WorkflowCase, name: string): StepCase {
  return steps.find((step) => step.name === name)!; // onlyKnownSteps holds
}

/** The events of a step, in order. */
export function eventsOf({ events }: RunFacts, step: string): readonly StepEvent[] {
  return events.filter((event): event is StepEvent => "path" in event && event.path === step);
}

/** How a step settled, if that is written before a place in the list. */
export function settlementOf(run: RunFacts, step: string, before = Infinity): Settlement | undefined {
  return eventsOf(run, step).find(
    (event): event is Extract<StepEvent, Settlement> => event.sequence < before && isSettlement(event),
  );
}

/** Failed untolerated, cancelled, or skipped because of such a step. */
export function isLost(settlement: Settlement): boolean {
  if (settlement.type === "step-failed") return !settlement.tolerated;
  return (
    settlement.type === "step-cancelled" ||
    (settlement.type === "step-skipped" && settlement.because.kind === "upstream")
  );
}

/** The first complaint about any of these, in words. */
export function firstOf<Item>(items: Iterable<Item>, complaint: (item: Item) => string | null): string | null {
  for (const item of items) {
    const words = complaint(item);
    if (words !== null) return words;
  }
  return null;
}
