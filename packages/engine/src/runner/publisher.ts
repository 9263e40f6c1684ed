import type { EmittedEvent, RunEvent } from "../core/events.ts";
import { describeThrown } from "../errors/thrown.ts";
import { shownEvent } from "../journal/shown-event.ts";
import type { ObservedRun, Observer } from "../ports/observer.ts";

/** Tells observers of events. What one throws stays with it: it is reported once on the console, and it is told of further events (I8). */
export function createPublisher(observers: readonly Observer[]) {
  const reported = new Set<Observer>();

  const report = (observer: Observer, thrown: unknown) => {
    if (reported.has(observer)) return;
    reported.add(observer);
    console.error(`An observer of the engine failed: ${describeThrown(thrown)}. The runs go on; mend its onEvent.`);
  };

  const tell = (observer: Observer, event: RunEvent | EmittedEvent, run: ObservedRun) => {
    try {
      const returned: unknown = observer.onEvent(event, run);
      if (returned instanceof Promise) returned.catch((thrown) => report(observer, thrown));
    } catch (thrown) {
      report(observer, thrown);
    }
  };

  return (events: readonly (RunEvent | EmittedEvent)[], run: ObservedRun): void => {
    if (observers.length === 0) return;
    for (const event of events) {
      const shown = shownEvent(event);
      for (const observer of observers) tell(observer, shown, run);
    }
  };
}
