import { CancelledError, cancellationMessage, StalledRunError } from "../errors/run-errors.ts";
import type { CancelReason } from "../spans/span.ts";
import type { EventBody } from "./events.ts";
import type { EvaluationOutcome, Fact } from "./facts.ts";
import { hasAborted } from "./halting.ts";
import { stalledSteps } from "./stalling.ts";
import { type CoreState, indexAt, Phase, recordOf, rootOfLoss } from "./state.ts";

type StepFailed = Extract<EventBody, { type: "step-failed" }>;

/** The event that a fact makes of itself in this state; null if it came too late to matter. */
export function decide(state: CoreState, fact: Fact): EventBody | null {
  if (state.finished !== null) return null;
  switch (fact.type) {
    case "evaluated":
      return isAt(state, fact.path, Phase.evaluating) ? evaluationEvent(state, fact) : null;
    case "slot-granted":
      return isAt(state, fact.path, Phase.queued) ? attemptStarted(state, fact.path) : null;
    case "attempt-returned":
      if (!isOpen(state, fact)) return null;
      return { type: "step-succeeded", path: fact.path, attempt: fact.attempt, output: fact.output };
    case "attempt-threw":
      return isOpen(state, fact) ? failureEvent(state, fact) : null;
    case "retry-due":
      return isAt(state, fact.path, Phase.backingOff) ? { type: "retry-due", path: fact.path } : null;
    case "cancel":
      return state.isFinishing
        ? cancelledAtTheEnd(state, fact.because)
        : { type: "cancel-requested", because: fact.because };
    case "grace-expired":
      return hasAborted(state, fact.always) ? { type: "grace-expired", always: fact.always } : null;
    case "idle":
      return state.isFinishing ? stalledAtTheEnd(state) : { type: "run-stalled", steps: stalledSteps(state) };
    case "returned":
      return { type: "run-finished", status: statusOf(state), output: fact.output, errors: state.errors.slice() };
    case "return-failed":
      return { type: "run-finished", status: "failed", output: null, errors: [...state.errors, fact.error] };
    default:
      return fact satisfies never;
  }
}

function isAt(state: CoreState, path: string, phase: Phase): boolean {
  return state.phases[indexAt(state, path)] === phase;
}

function isOpen(state: CoreState, { path, attempt }: { readonly path: string; readonly attempt: number }): boolean {
  const index = indexAt(state, path);
  return state.phases[index] === Phase.running && state.records[index]?.attempts.length === attempt;
}

function attemptStarted(state: CoreState, path: string): EventBody {
  return { type: "attempt-started", path, attempt: recordOf(state, indexAt(state, path)).attempts.length + 1 };
}

function evaluationEvent(state: CoreState, { path, outcome, reads }: Extract<Fact, { type: "evaluated" }>): EventBody {
  switch (outcome.kind) {
    case "ready":
      return { type: "step-queued", path, params: outcome.params, reads };
    case "skip":
      return { type: "step-skipped", path, because: { kind: "guard" }, reads };
    case "suspended":
      return { type: "evaluation-suspended", path, suspensions: outcome.suspensions };
    case "lost":
      return { type: "step-skipped", path, because: { kind: "upstream", step: lossNamed(state, outcome) }, reads };
    case "failed":
      return stepFailed(state, { path, attempt: 0, error: outcome.error, reads });
    default:
      return outcome satisfies never;
  }
}

function lossNamed(state: CoreState, { step }: Extract<EvaluationOutcome, { kind: "lost" }>): string {
  const index = state.plan.indexByName.get(step)!; // the evaluation checked the name
  return state.plan.steps[rootOfLoss(state, index)]!.name;
}

/** Aborted attempts that throw are cancelled, whatever they throw; others are retried by their policy, or fail. */
function failureEvent(state: CoreState, fact: Extract<Fact, { type: "attempt-threw" }>): EventBody {
  const { path, attempt, error, retryAt } = fact;
  const because = state.aborted.get(indexAt(state, path));
  if (because !== undefined) return { type: "step-cancelled", path, because, error };
  if (retryAt !== null) return { type: "attempt-failed", path, attempt, error, retryAt };
  return stepFailed(state, { path, attempt, error, reads: [] });
}

function stepFailed(state: CoreState, failure: Omit<StepFailed, "type" | "tolerated">): EventBody {
  const tolerated = state.plan.steps[indexAt(state, failure.path)]!.continueOnError;
  return { type: "step-failed", ...failure, tolerated };
}

/** All steps have succeeded, and the output is still being parsed by an asynchronous schema: nobody waits for it now. */
function cancelledAtTheEnd(state: CoreState, because: CancelReason): EventBody | null {
  if (state.halt !== null || state.errors.length > 0) return null;
  const message = cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null);
  const status = because.kind === "timeout" ? "failed" : "cancelled";
  return { type: "run-finished", status, output: null, errors: [new CancelledError(message, because)] };
}

/** All steps have settled, but what the workflow returns has not: its schema is asynchronous. */
function stalledAtTheEnd(state: CoreState): EventBody {
  const error = new StalledRunError(state.plan.name, [{ step: "returns", waitsFor: [], isQueued: false }]);
  return { type: "run-finished", status: "failed", output: null, errors: [...state.errors, error] };
}

function statusOf(state: CoreState): "succeeded" | "failed" | "cancelled" {
  if (state.halt === null && state.errors.length === 0) return "succeeded";
  const onlyCancelled = state.halt?.kind === "cancel" && state.errors.length === 1;
  return onlyCancelled ? "cancelled" : "failed";
}
