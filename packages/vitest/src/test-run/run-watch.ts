import type { Plan, RunEvent } from "@stepspan/engine";
import { endsAttempt, settlesStep } from "../journal/settling-events.ts";

/** What the events of a run say about it so far. */
export interface RunWatch {
  readonly events: readonly RunEvent[];
  /** Names of the steps with an open attempt. */
  readonly open: ReadonlySet<string>;
  /** Names of the steps that have begun. */
  readonly begun: ReadonlySet<string>;
  /** Names of the unsettled steps for which this one waits. */
  waitsFor(step: string): readonly string[];
  onEvent(event: RunEvent): void;
}

/** Follows the events of one run of the plan. */
export function watchRun(plan: Plan): RunWatch {
  const events: RunEvent[] = [];
  const open = new Set<string>();
  const begun = new Set<string>();
  const settled = new Set<string>();
  const discovered = new Map<string, readonly string[]>();
  return {
    events,
    open,
    begun,
    waitsFor(step) {
      const index = plan.indexByName.get(step);
      const edges = index === undefined ? [] : plan.edgesTo(index);
      const awaited = edges.filter(({ certainty }) => certainty === "required").map(({ from }) => from);
      return [...new Set([...awaited, ...(discovered.get(step) ?? [])])].filter((name) => !settled.has(name));
    },
    onEvent(event) {
      events.push(event);
      const step = stepOf(plan, event);
      if (step === null) return;
      if (event.type === "attempt-started") {
        open.add(step);
        begun.add(step);
      }
      if (event.type === "evaluation-suspended")
        discovered.set(
          step,
          event.suspensions.flatMap(({ on }) => on),
        );
      if (endsAttempt(event)) open.delete(step);
      if (settlesStep(event)) settled.add(step);
    },
  };
}

/** The step of the plan that an event is about; null if it is about the run, or about a span below a step. */
export function stepOf(plan: Plan, event: RunEvent): string | null {
  const index = "path" in event ? plan.indexByPath.get(event.path) : undefined;
  return index === undefined ? null : (plan.steps[index]?.name ?? null);
}
