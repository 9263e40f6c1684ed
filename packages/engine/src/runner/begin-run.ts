import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { RunExecution } from "./run-execution.ts";

/** Parses the input of a run, makes its resources, and begins it. What goes wrong before that is its end. */
export async function beginRun(execution: RunExecution, input: unknown): Promise<void> {
  const { plan, settings, host } = execution;
  const what = `The input of workflow "${plan.name}"`;
  try {
    // Recorded before start returns: the caller may change its input afterwards.
    const parsed = plan.input === null ? input : parseAtBorder(plan.input, input, what);
    if (parsed instanceof Promise) execution.awaitInput();
    const recorded = host.values.record(parsed instanceof Promise ? await parsed : parsed, what);
    await undefined; // the caller has its handle before anything happens
    if (execution.isOver) return;
    const { runId, metadata, resources } = settings;
    const facts = { runId, workflow: plan.name, parentRunId: null, metadata, input: recorded };
    const opened = host.resources.open("", resources, facts);
    if (opened instanceof Promise) {
      execution.awaitInput();
      await opened;
    }
    execution.begin(recorded, host.states.begin(plan, {}));
    if (execution.isOver) await host.resources.closeAll(); // it was cancelled meanwhile
  } catch (error) {
    if (!execution.hasBegun) execution.fail(error);
  }
}
