import { type FlowFacts, firstOf, isAboutStep, isRestart, isSettlement, placeAt } from "./flow-facts.ts";
import { lateness } from "./lateness.ts";

/** Attempts: one after the other, as many as allowed, and no more with slots than there are. */
export const attemptInvariants = {
  attemptsAreNumberedWithoutGaps: ({ byPath, flow }: FlowFacts) =>
    firstOf(byPath, ([path, events]) => {
      const starts = events.filter((event) => event.type === "attempt-started");
      const most = placeAt(flow, path).step.attempts;
      if (starts.length > most) return `${path} has ${starts.length} attempts, ${most} are allowed`;
      return firstOf(starts.entries(), ([index, { attempt }]) =>
        attempt === index + 1 ? null : `attempt ${index + 1} of ${path} has the number ${attempt}`,
      );
    }),

  eachAttemptIsQueuedAndEndsBeforeTheNext: ({ byPath }: FlowFacts) =>
    firstOf(byPath, ([path, events]) => {
      let isOpen = false;
      let isQueued = false;
      return firstOf(events, (event) => {
        if (event.type === "step-queued" || event.type === "retry-due") isQueued = true;
        else if (event.type === "attempt-started") {
          if (isOpen || !isQueued) return `event ${event.sequence} starts an attempt of ${path}`;
          isOpen = true;
          isQueued = false;
        } else if (event.type === "attempt-failed" || isSettlement(event)) {
          const needsOne = event.type === "attempt-failed" || ("attempt" in event && event.attempt > 0);
          if (needsOne && !isOpen) return `event ${event.sequence} ends an attempt of ${path} that is not open`;
          if (event.type === "step-skipped" && isOpen) return `${path} is skipped while an attempt is open`;
          isOpen = false;
        }
        return null;
      });
    }),

  openAttemptsHoldNoMoreSlotsThanThereAre: ({ events, concurrency, mayCrash }: FlowFacts) => {
    const holding = new Set<string>();
    const ended = new Set<string>();
    return firstOf(events, (event) => {
      if (isRestart(event)) {
        if (holding.size > 0 && !mayCrash)
          return `event ${event.sequence} restarts a run of which ${[...holding].join(", ")} held slots`;
        holding.clear();
      }
      if (!isAboutStep(event)) return null;
      if (event.type === "wait-ended") ended.add(`${event.path} ${event.wait}`);
      if (event.type === "attempt-started" || event.type === "attempt-resumed") {
        if (holding.has(event.path)) return `event ${event.sequence} gives ${event.path} a second slot`;
        holding.add(event.path);
      }
      // A body that runs again and comes to a wait that is over meanwhile goes on at once.
      const waits = event.type === "wait-started" && !ended.has(`${event.path} ${event.wait}`);
      if (waits || event.type === "attempt-failed" || isSettlement(event)) holding.delete(event.path);
      return holding.size > concurrency ? `event ${event.sequence}: ${holding.size} attempts hold slots` : null;
    });
  },

  retriesComeAtTheirTime: (facts: FlowFacts) =>
    firstOf(facts.byPath, ([path, own]) => {
      let failed = { time: 0, sequence: 0, delay: 0 };
      return firstOf(own, (event) => {
        if (event.type === "attempt-failed")
          failed = { time: event.time, sequence: event.sequence, delay: event.retryAt - event.time };
        if (event.type !== "retry-due") return null;
        const late = lateness(facts, failed, event, failed.delay);
        return late === 0 ? null : `${path} is tried again ${late} ms late`;
      });
    }),
};
