import type { EventBody, RunEvent } from "../core/events.ts";
import { frozenEvent } from "../core/frozen-event.ts";
import { placeUsual } from "../core/usual-events.ts";

/**
 * An event in its place: what every step has is made with room for it. Others are frozen copies, as spans show what is in
 * them: reasons, and the lists of errors.
 */
export function placedEvent(body: EventBody, sequence: number, time: number): RunEvent {
  switch (body.type) {
    case "step-queued":
    case "attempt-started":
    case "step-succeeded": {
      const event = body as Extract<RunEvent, { type: typeof body.type }>; // with room for its place
      return placeUsual(event, sequence, time) ? event : frozenEvent({ ...body, sequence, time });
    }
    default:
      return frozenEvent({ ...body, sequence, time });
  }
}
