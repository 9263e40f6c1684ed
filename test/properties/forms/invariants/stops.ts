import { type FlowFacts, firstOf, isAboutStep, parentOf, placeAt } from "./flow-facts.ts";

/** Pauses, failures and cancels: what they stop. */
export const stopInvariants = {
  nothingStartsInAPause: ({ events }: FlowFacts) => {
    let isPaused = false;
    return firstOf(events, (event) => {
      if (event.type === "run-paused") isPaused = true;
      if (event.type === "run-resumed" || event.type === "cancel-requested") isPaused = false;
      const isTimed =
        event.type === "wait-ended" && (event.outcome.kind === "elapsed" || event.outcome.kind === "timed-out");
      const starts = ["attempt-started", "attempt-resumed", "retry-due", "run-finished"].includes(event.type);
      // A run that fails ends even in a pause.
      const mayEnd = event.type === "run-finished" && event.status !== "succeeded";
      return isPaused && (starts || isTimed) && !mayEnd
        ? `event ${event.sequence}, ${event.type}, happens in a pause`
        : null;
    });
  },

  onlyAlwaysStepsStartAfterAFailureOrACancel: ({ flow, events }: FlowFacts) => {
    const halted = new Set<string>();
    const stoppers = new Set<string>();
    const isHalted = (prefix: string): boolean => {
      if (halted.has(prefix)) return true;
      const parent = parentOf(prefix);
      if (parent === null) return false;
      const above = placeAt(flow, parent);
      return !above.step.always && isHalted(above.prefix);
    };
    return firstOf(events, (event) => {
      if (event.type === "cancel-requested") halted.add(event.path === "" ? "" : `${event.path}/`);
      if (event.type === "stop-requested") {
        halted.add(placeAt(flow, event.path).prefix);
        stoppers.add(event.path);
      }
      if (event.type === "step-failed" && !event.tolerated) {
        const place = placeAt(flow, event.path);
        if (place.flow.failFast) halted.add(place.prefix);
      }
      if (
        !["attempt-started", "retry-due", "map-started", "child-started", "wait-started", "wait-ended"].includes(
          event.type,
        ) ||
        !("path" in event)
      )
        return null;
      const { step, prefix } = placeAt(flow, event.path);
      return step.always || !isHalted(prefix) || stoppers.has(event.path)
        ? null
        : `event ${event.sequence} starts ${event.path} in a run that was stopped`;
    });
  },

  nothingOfAMapStartsAfterAFailureUnderFailFast: ({ flow, events }: FlowFacts) => {
    const broken = new Set<string>();
    return firstOf(events, (event) => {
      if (!isAboutStep(event)) return null;
      const { owner, step, flow: own } = placeAt(flow, event.path);
      if (owner === null) return null;
      if (event.type === "step-failed" && own.failFast && !step.continueOnError) broken.add(owner);
      const starts = event.type === "attempt-started" || event.type === "child-started";
      return starts && broken.has(owner) ? `event ${event.sequence} starts ${event.path}, though an item failed` : null;
    });
  },
};
