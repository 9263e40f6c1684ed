import type { EmittedEvent, RunEvent } from "../core/events.ts";
import { shownEvent } from "../journal/shown-event.ts";
import type { ObservedRun, Observer } from "../ports/observer.ts";
import { ObserverReports } from "./observer-reports.ts";

/** Tells observers of events. What one throws stays with it: it is reported once on the console, and it is told of further events (I8). */
export function createPublisher(observers: readonly Observer[], reports = new ObserverReports()) {
  const tell = (observer: Observer, event: RunEvent | EmittedEvent, run: ObservedRun) => {
    try {
      const returned: unknown = observer.onEvent(event, run);
      if (returned instanceof Promise) returned.catch((thrown) => reports.threw(observer, "onEvent", thrown));
    } catch (thrown) {
      reports.threw(observer, "onEvent", thrown);
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
