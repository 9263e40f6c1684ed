import { CancelledError, cancellationMessage, StalledRunError } from "../errors/run-errors.ts";
import { childFailed } from "./children.ts";
import { evaluationEvent } from "./decide-evaluation.ts";
import type { EventBody } from "./events.ts";
import type { Fact } from "./facts.ts";
import { hasAborted } from "./halting.ts";
import { hasClosed } from "./listening.ts";
import { askedAbout, waitsAt } from "./mailbox.ts";
import { stalledSteps, statusOf, wentWell } from "./stalling.ts";
import { type CoreState, hasOpenAttempt, Phase, recordOf } from "./state.ts";
import { toleratesFailure } from "./tolerance.ts";
import { indexAt, pathAt, rememberIndex, runAt, stateAt, stepAt } from "./units.ts";
import { attemptStarted, stepSucceeded } from "./usual-events.ts";

type FactOf<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

/** The event that a fact makes of itself in this state; null if it came too late to matter. */
export function decide(root: CoreState, fact: Fact): EventBody | null {
  if (root.finished !== null) return null;
  switch (fact.type) {
    case "cancel":
      return decideCancel(runAt(root, fact.path), fact);
    case "pause":
      return root.tree.isPaused || root.isFinishing ? null : { type: "run-paused" };
    case "resume":
      return decideResume(root, fact);
    case "park":
      return { type: "run-parked", because: fact.because };
    case "close-intake":
      return root.tree.isOpen ? { type: "intake-closed" } : null;
    case "grace-expired": {
      const { path, always } = fact;
      return hasAborted(runAt(root, path), always) ? { type: "grace-expired", path, always } : null;
    }
    case "idle":
      if (root.tree.isPaused) return null; // whoever paused it can resume it, or its snapshot
      return root.isFinishing ? stalledAtTheEnd(root) : { type: "run-stalled", path: "", steps: stalledSteps(root) };
    case "sent":
      return decideSent(root, fact);
    case "returned":
      return decideReturned(runAt(root, fact.path), fact.output);
    case "return-failed":
      return decideReturnFailed(runAt(root, fact.path), fact.error);
    default: {
      const state = stateAt(root, fact.path);
      if (!("index" in fact)) return decideStep(state, indexAt(state, fact.path), fact);
      rememberIndex(state, fact.path, fact.index); // its event is applied next
      return decideStep(state, fact.index, fact);
    }
  }
}

function decideResume({ tree }: CoreState, { isRestart, isCrash }: FactOf<"resume">): EventBody | null {
  return tree.isPaused || isRestart ? { type: "run-resumed", isRestart, isCrash } : null;
}

type StepFact = Exclude<
  Fact,
  FactOf<
    | "cancel"
    | "pause"
    | "resume"
    | "park"
    | "close-intake"
    | "grace-expired"
    | "idle"
    | "sent"
    | "returned"
    | "return-failed"
  >
>;

function decideStep(state: CoreState, index: number, fact: StepFact): EventBody | null {
  const phase = state.phases[index];
  switch (fact.type) {
    case "evaluated":
      return phase === Phase.evaluating ? evaluationEvent(state, index, fact) : null;
    case "slot-granted":
      return slotGranted(state, index, fact.path);
    case "attempt-returned":
      return isOpen(state, index, fact.attempt) ? returnedEvent(state, index, fact) : null;
    case "attempt-threw":
      return isOpen(state, index, fact.attempt) ? failureEvent(state, index, fact) : null;
    case "retry-due":
      return phase === Phase.backingOff && !state.tree.isPaused ? { type: "retry-due", path: fact.path } : null;
    case "wait-requested":
      return isOpen(state, index, fact.attempt) && !state.aborted.has(index) ? waitStarted(fact) : null;
    case "wait-due":
      return waitDue(state, index, fact);
    case "where-answered":
      return whereAnswered(state, index, fact);
    case "stop":
      return isOpen(state, index, fact.attempt) && state.halt === null
        ? { type: "stop-requested", path: fact.path, output: fact.output }
        : null;
    case "reuse":
      return phase === Phase.waiting || phase === Phase.evaluating ? { ...fact, type: "step-reused" } : null;
    default:
      return fact satisfies never;
  }
}

function isOpen(state: CoreState, index: number, attempt: number): boolean {
  return hasOpenAttempt(state, index) && state.records[index]?.attemptCount === attempt;
}

function slotGranted(state: CoreState, index: number, path: string): EventBody | null {
  if (state.tree.isPaused) return null;
  const { attemptCount } = recordOf(state, index);
  switch (state.phases[index]) {
    case Phase.queued:
      return attemptStarted(path, attemptCount + 1);
    case Phase.resuming:
      return { type: "attempt-resumed", path, attempt: attemptCount };
    default:
      return null;
  }
}

/** The late result of a race's loser is ignored; whatever else was told to end may still succeed. */
function returnedEvent(state: CoreState, index: number, fact: FactOf<"attempt-returned">): EventBody {
  const { path, attempt, output } = fact;
  const because = state.aborted.size === 0 ? undefined : state.aborted.get(index);
  if (because?.kind === "race") return { type: "step-cancelled", path, because, error: null };
  return stepSucceeded(path, attempt, output);
}

/** Aborted attempts that throw are cancelled, whatever they throw; others are retried by their policy, or fail. */
function failureEvent(state: CoreState, index: number, fact: FactOf<"attempt-threw">): EventBody {
  const { path, attempt, error, retryAt } = fact;
  const because = state.aborted.get(index);
  if (because !== undefined) return { type: "step-cancelled", path, because, error };
  // After a stop nothing new starts, and the step that asked for it is no exception.
  const mayRetry = retryAt !== null && (state.halt === null || stepAt(state, index).always);
  if (mayRetry) return { type: "attempt-failed", path, attempt, error, retryAt };
  return { type: "step-failed", path, attempt, error, tolerated: toleratesFailure(state, index), reads: [] };
}

function waitStarted({ path, wait, event, isSelective, dueAt }: FactOf<"wait-requested">): EventBody {
  return { type: "wait-started", path, wait, event, isSelective, dueAt, reads: [] };
}

function waitDue(state: CoreState, index: number, { path, wait }: FactOf<"wait-due">): EventBody | null {
  const entry = state.records[index]?.waits?.entries[wait - 1];
  if (entry === undefined || entry.outcome !== null || state.tree.isPaused) return null;
  const outcome = entry.event === null ? ({ kind: "elapsed" } as const) : ({ kind: "timed-out" } as const);
  return { type: "wait-ended", path, wait, outcome };
}

function whereAnswered(state: CoreState, index: number, fact: FactOf<"where-answered">): EventBody | null {
  const { path, wait, sent: sequence, answer } = fact;
  const entry = state.records[index]?.waits?.entries[wait - 1];
  if (entry?.event == null || entry.outcome !== null) return null;
  const sent = askedAbout({ state, index, wait }, entry.event, sequence);
  if (sent === null) return null;
  if (answer.kind === "refused") return { type: "event-refused", path, wait, sent: sequence };
  if (answer.kind === "failed") return { type: "wait-ended", path, wait, outcome: answer };
  return { type: "wait-ended", path, wait, outcome: { kind: "answered", data: sent.data } };
}

/** An event that is meant for one wait needs that wait to be open. */
function decideSent(root: CoreState, { path, event, data, from, to }: FactOf<"sent">): EventBody | null {
  const isOver = root.isFinishing || runAt(root, path).isFinishing;
  if (isOver || (to !== null && waitsAt(root, to, event).length === 0)) return null;
  if (to === null && from === null && hasClosed(root) && !isAwaited(root, event)) return null;
  return { type: "event-sent", path, event, data, from, to };
}

/** A live run that was stopped takes only what one of its steps waits for. */
function isAwaited(root: CoreState, event: string): boolean {
  return (root.tree.channels.get(event)?.waits.size ?? 0) > 0;
}

function decideCancel(state: CoreState, { path, because }: FactOf<"cancel">): EventBody | null {
  if (because.kind === "timeout" && state.tree.isPaused) return null; // it rang in the moment of the pause, and is set again after it
  if (!state.isFinishing) return { type: "cancel-requested", path, because };
  // All steps have succeeded, and the output is still being parsed by an asynchronous schema: nobody waits for it now.
  if (!wentWell(state)) return null;
  const message = cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null);
  const error = new CancelledError(message, because);
  if (state.parent !== null) {
    const { state: above, index } = state.parent;
    return above.phases[index] === Phase.expanded ? childFailed(above, index, error) : null; // it may have settled meanwhile
  }
  const status = because.kind === "timeout" ? "failed" : "cancelled";
  return { type: "run-finished", status, output: null, errors: [error] };
}

/** All steps have settled, but what the workflow returns has not: its schema is asynchronous. */
function stalledAtTheEnd(state: CoreState): EventBody {
  const error = new StalledRunError(state.plan.name, [{ step: "returns", waitsFor: [], isQueued: false, event: null }]);
  return { type: "run-finished", status: "failed", output: null, errors: [...state.errors, error] };
}

function decideReturned(state: CoreState, output: unknown): EventBody | null {
  if (!state.isFinishing) return null;
  if (state.parent === null)
    return { type: "run-finished", status: statusOf(state), output, errors: state.errors.slice() };
  const { state: above, index } = state.parent;
  if (above.phases[index] !== Phase.expanded) return null;
  const path = pathAt(above, index);
  const because = above.aborted.get(index);
  if (because?.kind === "race") return { type: "step-cancelled", path, because, error: null };
  return stepSucceeded(path, 0, output);
}

function decideReturnFailed(state: CoreState, error: Error): EventBody | null {
  if (!state.isFinishing) return null;
  if (state.parent === null)
    return { type: "run-finished", status: "failed", output: null, errors: [...state.errors, error] };
  const { state: above, index } = state.parent;
  if (above.phases[index] !== Phase.expanded) return null;
  const because = above.aborted.get(index);
  return because === undefined
    ? childFailed(above, index, error)
    : { type: "step-cancelled", path: pathAt(above, index), because, error };
}
