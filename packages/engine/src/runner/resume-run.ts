import type { RunEvent } from "../core/events.ts";
import type { Plan } from "../plan/plan.ts";
import type { ResumeOptions, RunSnapshot } from "./engine.ts";
import type { RunExecution } from "./run-execution.ts";
import type { RunnerPorts } from "./run-ports.ts";

export function executionOf(
  _snapshot: RunSnapshot,
  _options: ResumeOptions,
  _known: (name: string) => Plan | undefined,
  _ports: RunnerPorts,
): { readonly execution: RunExecution; readonly events: readonly RunEvent[] } {
  throw new Error("later");
}
export async function continueRun(_execution: RunExecution, _events: readonly RunEvent[]): Promise<void> {
  throw new Error("later");
}
