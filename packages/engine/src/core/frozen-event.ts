import type { EmittedEvent, RunEvent } from "./events.ts";

/**
 * An event that is nobody's to change, frozen where it stands, with its reasons, reads and lists, which are those of the
 * run as well. Those that every step has are frozen when somebody outside gets them: the run itself and its journal
 * change none, and few are ever looked at. Recorded values are frozen already, as far as they can be.
 */
export function frozenEvent<Event extends RunEvent | EmittedEvent>(event: Event): Event {
  if (Object.isFrozen(event)) return event;
  for (const part of Object.values(event)) {
    if (Array.isArray(part) || (typeof part === "object" && part?.constructor === Object)) Object.freeze(part);
  }
  return Object.freeze(event);
}
