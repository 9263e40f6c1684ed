import type { RunEvent } from "../core/events.ts";
import { share } from "../state/record.ts";

/** An event for those outside: values that cannot be frozen are copies, so that nobody can disturb the run (I8). */
export function shownEvent(event: RunEvent): RunEvent {
  switch (event.type) {
    case "run-started":
      return withParts(event, { input: share(event.input), metadata: share(event.metadata) });
    case "step-queued":
      return withParts(event, { params: share(event.params) });
    case "step-succeeded":
    case "run-finished":
      return withParts(event, { output: share(event.output) });
    case "variable-set":
      return withParts(event, { value: share(event.value) });
    case "log-written":
      return withParts(event, { fields: share(event.fields) });
    default:
      return event;
  }
}

/** The event itself if no part had to be copied. */
function withParts<Event extends RunEvent>(event: Event, parts: Partial<Event>): Event {
  const isSame = Object.entries(parts).every(([key, part]) => Object.is(event[key as keyof Event], part));
  return isSame ? event : Object.freeze({ ...event, ...parts });
}
