import { upFrontOf } from "../model/settling-rules.ts";
import { eventsOf, firstOf, isLost, type RunFacts, settlementOf } from "./run-facts.ts";

/** Readiness: what an attempt needs has settled, and lets it run. */
export const readinessInvariants = {
  upFrontDependenciesSettleFirst: (run: RunFacts) =>
    firstOf(run.workflow.steps, (step) =>
      firstOf(eventsOf(run, step.name), (event) => {
        if (event.type !== "step-queued" && event.type !== "evaluation-suspended") return null;
        const missing = [...upFrontOf(step)].filter((name) => settlementOf(run, name, event.sequence) === undefined);
        return missing.length === 0 ? null : `event ${event.sequence} comes before ${missing.join(", ")} has settled`;
      }),
    ),

  attemptsAreQueuedFirst: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) => {
      let queued = 0;
      return firstOf(eventsOf(run, name), (event) => {
        if (event.type === "step-queued" || event.type === "retry-due") queued++;
        const isUnasked = event.type === "attempt-started" && queued !== event.attempt;
        return isUnasked ? `event ${event.sequence} starts ${name}, which was not queued for that` : null;
      });
    }),

  orderOptionsLetItRun: (run: RunFacts) =>
    firstOf(run.workflow.steps, (step) =>
      firstOf(eventsOf(run, step.name), (event) => {
        if (event.type !== "step-queued" || step.always) return null;
        const ends = (names: readonly string[]) => names.map((name) => settlementOf(run, name, event.sequence)!);
        if (ends([...step.dependsOn, ...step.skipWith]).some(isLost)) return `${step.name} runs after a lost step`;
        const isSkipped = ends(step.skipWith).some(({ type }) => type !== "step-succeeded");
        return isSkipped ? `${step.name} runs, though it skips with a step that did not succeed` : null;
      }),
    ),
};
