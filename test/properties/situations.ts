import type { RunEvent } from "@stepspan/engine";
import { eventsOf, isSettlement, type RunFacts, type StepEvent, stepNamed } from "./invariants/run-facts.ts";

/** Situations that schedulers get wrong. Random runs that never come into one of them would show nothing about it. */
export const situations: Readonly<Record<string, (run: RunFacts) => boolean>> = {
  "a cancel finds a step in backoff": (run) => endedInBackoff(run, "cancel"),
  "a failure finds a step in backoff": (run) => endedInBackoff(run, "failFast"),
  "a failure finds a step that runs and could be retried": (run) =>
    wasAborted(run, "failFast", (step) => step.retry.attempts > 1),
  "an aborted attempt succeeds in time": ({ events }) => {
    const halt = events.findIndex((event) => event.type === "cancel-requested");
    return halt !== -1 && events.slice(halt).some((event) => event.type === "step-succeeded");
  },
  "an aborted attempt is abandoned": ({ events }) => {
    const expired = events.findIndex((event) => event.type === "grace-expired");
    return expired !== -1 && events.slice(expired).some((event) => event.type === "step-cancelled");
  },
  "a run times out": ({ events }) =>
    events.some((event) => event.type === "cancel-requested" && event.because.kind === "timeout"),
  "a second cancel stops an `always` step that runs": (run) => wasAborted(run, "cancel", (step) => step.always),
  "an `always` step is retried after a failure": (run) => {
    const failure = run.events.find(isFailure);
    return run.workflow.failFast && run.events.some((event) => isAfter(event, failure) && event.type === "retry-due");
  },
  "an `always` step fails": (run) =>
    run.events.some((event) => event.type === "step-failed" && stepNamed(run.workflow, event.path).always),
  "a step is skipped for what a lambda read": ({ events }) =>
    events.some((event) => isUpstreamSkip(event) && event.reads.length > 0),
  "two failures are upstream of one step": (run) => {
    const lost = new Set(run.events.filter(isFailure).map((event) => event.path));
    const isBelowBoth = ({ path }: StepEvent) =>
      stepNamed(run.workflow, path).dependsOn.filter((name) => lost.has(name)).length > 1;
    return run.events.some((event) => isUpstreamSkip(event) && isBelowBoth(event));
  },
  "a step is skipped with another": ({ events }) =>
    events.some((event) => event.type === "step-skipped" && event.because.kind === "skipWith"),
  "a failure is tolerated after the last attempt": ({ events }) =>
    events.some((event) => event.type === "step-failed" && event.tolerated && event.attempt > 1),
  "an attempt runs out of time": ({ events }) =>
    events.some((event) => "error" in event && event.error?.constructor.name === "StepTimeoutError"),
  "a lambda fails": ({ events }) => events.some((event) => event.type === "step-failed" && event.attempt === 0),
  "a lambda is suspended twice": (run) =>
    run.workflow.steps.some(
      ({ name }) => eventsOf(run, name).filter((event) => event.type === "evaluation-suspended").length > 1,
    ),
};

function isFailure(event: RunEvent): event is Extract<RunEvent, { type: "step-failed" }> {
  return event.type === "step-failed" && !event.tolerated;
}

function isUpstreamSkip(event: RunEvent): event is Extract<RunEvent, { type: "step-skipped" }> {
  return event.type === "step-skipped" && event.because.kind === "upstream";
}

function isAfter(event: RunEvent, other: RunEvent | undefined): boolean {
  return other !== undefined && event.sequence > other.sequence;
}

/** Some step was cancelled for this reason just after an attempt of it had failed and before the next one. */
function endedInBackoff(run: RunFacts, kind: string): boolean {
  return run.workflow.steps.some(({ name }) => {
    const [before, last] = eventsOf(run, name).slice(-2);
    return before?.type === "attempt-failed" && last?.type === "step-cancelled" && last.because.kind === kind;
  });
}

/** Some such step was cancelled for this reason while an attempt of it was open. */
function wasAborted(
  run: RunFacts,
  kind: string,
  matches: (step: RunFacts["workflow"]["steps"][number]) => boolean,
): boolean {
  return run.workflow.steps.filter(matches).some(({ name }) => {
    const events = eventsOf(run, name);
    const last = events.find(isSettlement);
    return last?.type === "step-cancelled" && last.because.kind === kind && events.at(-2)?.type === "attempt-started";
  });
}
