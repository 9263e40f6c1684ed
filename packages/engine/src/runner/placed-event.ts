import type { EventBody, RunEvent } from "../core/events.ts";
import { placeUsual } from "../core/usual-events.ts";

/**
 * An event in its place, and nobody's to change. What every step has is frozen when somebody outside gets it; the run
 * itself and its journal change no event, and few are ever looked at.
 */
export function placedEvent(body: EventBody, sequence: number, time: number): RunEvent {
  switch (body.type) {
    case "step-queued":
    case "attempt-started":
    case "step-succeeded": {
      const event = body as Extract<RunEvent, { type: typeof body.type }>; // with room for its place
      return placeUsual(event, sequence, time) ? event : frozen({ ...body, sequence, time });
    }
    default:
      return frozen({ ...body, sequence, time });
  }
}

/** Reasons, reads and lists of an event belong to the run as well. Recorded values are frozen already, as far as they can be. */
function frozen(event: RunEvent): RunEvent {
  for (const part of Object.values(event)) {
    if (Array.isArray(part) || (typeof part === "object" && part?.constructor === Object)) Object.freeze(part);
  }
  return Object.freeze(event);
}
