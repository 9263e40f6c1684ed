import type { EmittedEvent, Plan, RunEvent } from "@stepspan/engine";
import { outlineOf, RunObservation } from "@stepspan/engine/hosting";
import type { StepCall } from "../protocol/step-call.ts";
import type { WorkerParts } from "./worker-parts.ts";

/** What observers of a worker hear of one call. */
export interface ObservedCall {
  /** Null if no observer surrounds bodies. */
  readonly around: ReturnType<RunObservation["aroundBody"]>;
  /** The body is about to be called. */
  begin(time: number): void;
  emit(event: EmittedEvent): void;
  end(): void;
}

/**
 * A worker knows the attempts that it is asked for, and nothing else of their runs: its observers are told of each call
 * as of a run that goes on here, with the start of the attempt and what it emits. Only the run knows the places of its
 * events: their `sequence` is 0 here.
 */
export function observeCall(plan: Plan, call: StepCall, { observation }: WorkerParts): ObservedCall {
  if (observation === null) return unobserved;
  const run = new RunObservation(observation, { runId: call.runId, workflow: plan.name });
  run.resumedFrom([startOf(plan, call)]);
  const { path, attempt } = call;
  return {
    around: run.aroundBody(),
    begin: (time) => run.publish([Object.freeze({ type: "attempt-started", path, attempt, sequence: 0, time })]),
    emit: (event) => run.publish([event]),
    end: () => run.end(),
  };
}

const unobserved: ObservedCall = { around: null, begin: () => {}, emit: () => {}, end: () => {} };

/** As far as the worker knows it. */
function startOf(plan: Plan, { runId, run, startedAt }: StepCall): RunEvent {
  const { name: workflow, version } = plan;
  const unknown = { input: undefined, state: {}, parentRunId: null, rerunOf: null, timeoutMs: null, resources: [] };
  return Object.freeze({
    ...{ ...unknown, type: "run-started", runId, workflow, version, outline: outlineOf(plan), metadata: run.metadata },
    ...{ gracePeriodMs: 0, live: false, sequence: 0, time: startedAt },
  });
}
