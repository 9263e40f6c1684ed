import { StepError } from "../errors/step-errors.ts";
import { StateValues } from "../state/state-values.ts";
import type { CommandSink } from "./commands.ts";
import type { EventBody, RunEvent } from "./events.ts";
import { becomeReady } from "./readiness.ts";
import { type CoreState, createState, Phase, type RunStarted, recordOf, setPhase } from "./state.ts";
import { noteStart } from "./step-record.ts";
import { toleratesFailure } from "./tolerance.ts";
import { setTimer } from "./tree.ts";
import { nameAt, pathAt, stepAt } from "./units.ts";

/** Starts the steps of a run that wait for nothing. */
export function beginRun(state: CoreState, run: RunStarted, path: string, commands: CommandSink): void {
  state.run = run;
  state.values = new StateValues(run.state);
  state.startedAt = state.tree.now;
  state.tree.byPrefix.set(state.prefix, state);
  if (run.timeoutMs !== null) setTimer(state, { kind: "run", path }, state.tree.now + run.timeoutMs, commands);
  const { upFrontCounts } = state.plan;
  for (let index = 0; index < upFrontCounts.length; index++) {
    if (upFrontCounts[index] === 0) becomeReady(state, index, commands);
  }
}

/** A run of the step's workflow begins below it. */
export function beginChild(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "child-started" }>,
  commands: CommandSink,
): CoreState {
  const { form } = stepAt(state, index);
  if (!("body" in form) || form.body.kind !== "workflow")
    throw new Error("Bug: a child run of a step without a workflow.");
  const { plan } = form.body.subflow;
  const parent = state.run!; // a run whose steps begin has begun
  const child = createState(plan, state.tree, { state, index }, `${event.path}/`);
  child.flowValues = event.flowState === null ? null : new StateValues(event.flowState);
  const record = recordOf(state, index);
  record.child = child;
  record.params = event.input as Readonly<Record<string, unknown>>; // what the child got is what the span shows
  record.reads = event.reads;
  record.status = "running";
  noteStart(record, event.time);
  setPhase(state, index, Phase.expanded);
  const run: RunStarted = {
    type: "run-started",
    runId: `${runIdOf(state)}/${event.path}`,
    workflow: plan.name,
    version: plan.version,
    parentRunId: parent.runId,
    rerunOf: null,
    input: event.input,
    state: event.state,
    metadata: parent.metadata,
    timeoutMs: plan.timeoutMs,
    gracePeriodMs: parent.gracePeriodMs,
    live: false,
    resources: [],
  };
  beginRun(child, run, event.path, commands);
  return child;
}

/** All steps of a child run have settled, and it did not go well: so the step above settles. */
export function childFailure(child: CoreState): EventBody {
  const { state, index } = child.parent!; // the run of a step
  const path = pathAt(state, index);
  const because = state.aborted.get(index);
  const [cause] = child.errors;
  if (because !== undefined) return { type: "step-cancelled", path, because, error: cause ?? null };
  return childFailed(state, index, cause);
}

/** The child run failed, or what it returned could not be used. */
export function childFailed(state: CoreState, index: number, cause: unknown): EventBody {
  const failure = { step: nameAt(state, index), attempt: 0, cause, input: state.records[index]?.params };
  const error = new StepError({ ...failure, place: "failed in its sub-workflow" });
  const tolerated = toleratesFailure(state, index);
  return {
    type: "step-failed",
    path: pathAt(state, index),
    attempt: 0,
    error,
    tolerated,
    reads: state.records[index]?.reads ?? [],
  };
}

function runIdOf(state: CoreState): string {
  return state.parent === null ? state.run!.runId : runIdOf(state.parent.state); // a run whose steps begin has begun
}
