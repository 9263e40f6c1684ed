import { firstOf, type RunFacts, stepNamed } from "./run-facts.ts";

/** Failure and cancel: what they stop, and that nothing else does. */
export const haltingInvariants = {
  onlyAlwaysStepsStartAfterwards: ({ workflow, events }: RunFacts) => {
    let halted: number | null = null;
    return firstOf(events, (event) => {
      const fails = event.type === "step-failed" && !event.tolerated && workflow.failFast;
      if (fails || event.type === "cancel-requested") halted ??= event.sequence;
      const starts = ["attempt-started", "step-queued", "retry-due"].includes(event.type);
      if (halted === null || !starts || !("path" in event) || stepNamed(workflow, event.path).always) return null;
      return `event ${event.sequence} goes on with ${event.path}, though event ${halted} has stopped the run`;
    });
  },

  noRetryIsPlannedAfterwards: ({ workflow, events }: RunFacts) => {
    let isHalted = false;
    return firstOf(events, (event) => {
      if (event.type === "cancel-requested") isHalted = true;
      if (event.type === "step-failed" && !event.tolerated && workflow.failFast) isHalted = true;
      if (event.type !== "attempt-failed" || !isHalted || stepNamed(workflow, event.path).always) return null;
      return `event ${event.sequence} plans a retry of ${event.path}`;
    });
  },

  aCancelledStepHasACause: ({ workflow, events }: RunFacts) =>
    firstOf(events, (event) => {
      if (event.type !== "step-cancelled") return null;
      const { because } = event;
      const isCaused = events.slice(0, event.sequence - 1).some((cause) => {
        if (because.kind !== "failFast")
          return cause.type === "cancel-requested" && cause.because.kind === because.kind;
        return workflow.failFast && cause.type === "step-failed" && !cause.tolerated && cause.path === because.step;
      });
      return isCaused ? null : `${event.path} is cancelled (${because.kind}) without a cause`;
    }),

  alwaysStepsOutliveAFirstCancel: ({ workflow, events }: RunFacts) => {
    let cancels = 0;
    return firstOf(events, (event) => {
      if (event.type === "cancel-requested") cancels++;
      if (event.type !== "step-cancelled" || !stepNamed(workflow, event.path).always || cancels > 1) return null;
      return `${event.path} runs always, but is cancelled after ${cancels} cancels`;
    });
  },
};
