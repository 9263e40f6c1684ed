import { endsAttempt, eventsOf, firstOf, isSettlement, type RunFacts } from "./run-facts.ts";

/** Attempts: one after the other, as many as allowed, none too early. */
export const attemptInvariants = {
  atMostOneAttemptOfAStepIsOpen: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      let open = 0;
      return firstOf(eventsOf(run, name), (event) => {
        if (event.type === "attempt-started") open++;
        else if (endsAttempt(event)) open = 0;
        return open > 1 ? `event ${event.sequence} starts a second attempt of ${name}` : null;
      });
    }),

  attemptsAreNumberedWithoutGaps: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) =>
      firstOf(startsOf(run, name).entries(), ([index, { attempt, sequence }]) =>
        attempt === index + 1 ? null : `event ${sequence} starts attempt ${attempt} of ${name}`,
      ),
    ),

  noAttemptFollowsASettlement: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      const events = eventsOf(run, name);
      const settled = events.findIndex(isSettlement);
      const late = events.findLast((event) => event.type === "attempt-started");
      return late === undefined || settled === -1 || events.indexOf(late) < settled
        ? null
        : `event ${late.sequence} starts ${name}, which has settled`;
    }),

  noMoreAttemptsThanAllowed: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name, retry }) => {
      const count = startsOf(run, name).length;
      return count <= retry.attempts ? null : `${name} has ${count} attempts, ${retry.attempts} are allowed`;
    }),

  noRetryBeforeItsDueTime: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      let due = -Infinity;
      return firstOf(eventsOf(run, name), (event) => {
        if (event.type === "attempt-failed") due = event.retryAt;
        const isEarly = event.type === "attempt-started" && event.time < due;
        return isEarly ? `event ${event.sequence} starts ${name} before ${due} ms` : null;
      });
    }),
};

function startsOf(run: RunFacts, step: string) {
  return eventsOf(run, step).filter((event) => event.type === "attempt-started");
}
