import type { EventBody } from "../core/events.ts";
import { outlineOf } from "../plan/outline-of.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunSettings } from "./run-settings.ts";

export type RunStarted = Extract<EventBody, { type: "run-started" }>;

/** The first event of a run that was started by somebody, not by a step. */
export function runStarted(
  plan: Plan,
  { runId, metadata, timeoutMs, gracePeriodMs, live, resources }: RunSettings,
  given: Pick<RunStarted, "rerunOf" | "input" | "state">,
): RunStarted {
  const { name: workflow, version } = plan;
  const { rerunOf, input, state } = given;
  const outline = outlineOf(plan);
  const names = [...resources.keys()];
  // biome-ignore format: one line for each kind of fact
  return {
    type: "run-started", runId, workflow, version, outline,
    parentRunId: null, rerunOf, input, state, metadata,
    timeoutMs, gracePeriodMs, live, resources: names,
  };
}
