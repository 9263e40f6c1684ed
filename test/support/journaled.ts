import type { EmittedEvent, MissedEvents, ObservedRun, Observer, RunEvent } from "@stepspan/engine";

/** Whether an event has its place in the journal: those that steps emit have none. */
export function isJournaled(event: RunEvent | EmittedEvent | MissedEvents): event is RunEvent {
  return "sequence" in event;
}

/** An observer that is told the events of the journal only. */
export function journalObserver(onEvent: (event: RunEvent, run: ObservedRun) => void): Observer {
  return {
    onEvent: (event, run) => {
      if (isJournaled(event)) onEvent(event, run);
    },
  };
}
