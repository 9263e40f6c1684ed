import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { RunExecution } from "./run-execution.ts";
import type { Rerun } from "./taken-over.ts";

/** Parses the input of a run, makes its resources, and begins it. What goes wrong before that is its end. */
export async function beginRun(execution: RunExecution, input: unknown): Promise<void> {
  const { plan, host } = execution;
  const what = `The input of workflow "${plan.name}"`;
  try {
    // Recorded before start returns: the caller may change its input afterwards.
    const parsed = plan.input === null ? input : parseAtBorder(plan.input, input, what);
    if (parsed instanceof Promise) execution.awaitInput();
    const recorded = host.values.record(parsed instanceof Promise ? await parsed : parsed, what);
    await undefined; // the caller has its handle before anything happens
    const begun = openAndBegin(execution, recorded, () => execution.begin(recorded, host.states.begin(plan, {})));
    if (begun !== undefined) await begun;
  } catch (error) {
    if (!execution.hasBegun) execution.fail(error);
  }
}

/** Begins a run with the input of an earlier one, and with what is used again of it. What goes wrong before that is its end. */
export async function beginRerun(execution: RunExecution, { input, state, ...taken }: Rerun): Promise<void> {
  const { plan, host } = execution;
  try {
    await undefined; // the caller has its handle before anything happens
    const begin = () => execution.begin(input, { ...host.states.begin(plan, {}), ...state }, taken);
    const begun = openAndBegin(execution, input, begin);
    if (begun !== undefined) await begun;
  } catch (error) {
    if (!execution.hasBegun) execution.fail(error);
  }
}

/** Gives a promise only where a resource or a schedule takes its time. */
function openAndBegin(execution: RunExecution, input: unknown, begin: () => void): void | Promise<void> {
  const { plan, settings, host } = execution;
  if (execution.isOver) return;
  const { runId, metadata, resources } = settings;
  const facts = { runId, workflow: plan.name, parentRunId: null, metadata, input };
  const opened = host.resources.open("", resources, facts);
  if (opened instanceof Promise) {
    execution.awaitInput();
    return opened.then(() => scheduleAndBegin(execution, begin));
  }
  return scheduleAndBegin(execution, begin);
}

function scheduleAndBegin(execution: RunExecution, begin: () => void): void | Promise<void> {
  const beginOrClose = () => {
    begin();
    if (execution.isOver) return execution.host.resources.closeAll(); // it was cancelled meanwhile
  };
  const scheduled = execution.host.schedule?.open();
  if (!(scheduled instanceof Promise)) return beginOrClose();
  execution.awaitInput();
  return scheduled.then(beginOrClose);
}
