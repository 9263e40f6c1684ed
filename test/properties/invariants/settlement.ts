import { endsAttempt, eventsOf, firstOf, isSettlement, type RunFacts, settlementOf } from "./run-facts.ts";

/** Settlement: once for each step, and for a reason. */
export const settlementInvariants = {
  everyStepSettlesOnce: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      const count = eventsOf(run, name).filter(isSettlement).length;
      return count === 1 ? null : `${name} settles ${count} times`;
    }),

  aSettlementEndsTheOpenAttempt: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      let open = 0;
      return firstOf(eventsOf(run, name), (event) => {
        const wasOpen = open;
        if (event.type === "attempt-started") open = event.attempt;
        else if (endsAttempt(event)) open = 0;
        if (event.type === "step-skipped" && wasOpen > 0) return `${name} is skipped while an attempt is open`;
        const names =
          event.type === "step-succeeded" || event.type === "step-failed" || event.type === "attempt-failed";
        return names && event.attempt !== wasOpen ? `event ${event.sequence} ends attempt ${event.attempt}` : null;
      });
    }),

  successNeedsAnAttempt: (run: RunFacts) =>
    firstOf(run.events, (event) =>
      event.type === "step-succeeded" && event.attempt < 1 ? `${event.path} succeeds without an attempt` : null,
    ),

  aSkippedStepNeverRan: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      const events = eventsOf(run, name);
      const ran = events.some((event) => event.type === "attempt-started");
      return ran && events.some((event) => event.type === "step-skipped") ? `${name} ran and was skipped` : null;
    }),

  anUpstreamSkipHasACause: (run: RunFacts) =>
    firstOf(run.events, (event) => {
      if (event.type !== "step-skipped" || event.because.kind !== "upstream") return null;
      const cause = settlementOf(run, event.because.step, event.sequence);
      const isCause = cause?.type === "step-cancelled" || (cause?.type === "step-failed" && !cause.tolerated);
      return isCause ? null : `${event.path} is skipped for ${event.because.step}, which was not lost by itself`;
    }),
};
