import type { EventBody, RunEvent } from "../core/events.ts";
import { placeUsual } from "../core/usual-events.ts";

/** An event in its place: what every step has is made with room for it, others are copies. */
export function placedEvent(body: EventBody, sequence: number, time: number): RunEvent {
  switch (body.type) {
    case "step-queued":
    case "attempt-started":
    case "step-succeeded": {
      const event = body as Extract<RunEvent, { type: typeof body.type }>; // with room for its place
      return placeUsual(event, sequence, time) ? event : { ...body, sequence, time };
    }
    default:
      return { ...body, sequence, time };
  }
}
