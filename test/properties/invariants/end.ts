import { CancelledError } from "@stepspan/engine";
import { firstOf, type RunFacts, settlementOf } from "./run-facts.ts";

/** End: the run finishes, with everything settled, and says rightly how it went. */
export const endInvariants = {
  theRunFinishes: ({ events }: RunFacts) =>
    events.at(-1)?.type === "run-finished" ? null : "the last event is not the end of the run",

  everyStepIsSettled: (run: RunFacts) =>
    firstOf(run.workflow.steps, ({ name }) =>
      settlementOf(run, name) === undefined ? `${name} has not settled` : null,
    ),

  theRunFailsIfAStepFailedUntolerated: ({ events }: RunFacts) => {
    const failures = events.filter((event) => event.type === "step-failed" && !event.tolerated);
    const end = events.at(-1);
    if (end?.type !== "run-finished") return null;
    // A cancel that comes when only the output is left to be made is told by the end itself.
    const first = events.find((event) => event.type === "cancel-requested") ?? end.errors.find(isCancelled);
    const fails = failures.length > 0 || first?.because.kind === "timeout";
    if (fails !== (end.status === "failed")) return `the run ${end.status} after ${failures.length} failures`;
    if (!fails && (first === undefined) !== (end.status === "succeeded")) return `the run ${end.status}`;
    return null;
  },

  itsErrorsAreTheFailuresInOrder: ({ events }: RunFacts) => {
    const failures = events.flatMap((event) => (event.type === "step-failed" && !event.tolerated ? [event.error] : []));
    const end = events.at(-1);
    if (end?.type !== "run-finished") return null;
    if (end.status !== "succeeded" && end.errors.length === 0) return "the run has no error";
    const named = end.errors.filter((error) => failures.includes(error));
    return named.every((error, index) => error === failures[index]) && named.length === failures.length
      ? null
      : "the errors of the run are not its failures in order of time";
  },
};

function isCancelled(error: Error): error is CancelledError {
  return error instanceof CancelledError;
}
