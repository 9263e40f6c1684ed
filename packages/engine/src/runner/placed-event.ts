import type { EventBody, RunEvent } from "../core/events.ts";

/**
 * An event in its place, frozen. The three that every step has are made in one piece: an object that grows has its
 * further fields outside of itself, which costs more memory and time than the rest of it.
 */
export function placedEvent(body: EventBody, sequence: number, time: number): RunEvent {
  switch (body.type) {
    case "step-queued": {
      const { type, path, params, reads } = body;
      Object.freeze(reads);
      return Object.freeze({ type, path, params, reads, sequence, time });
    }
    case "attempt-started": {
      const { type, path, attempt } = body;
      return Object.freeze({ type, path, attempt, sequence, time });
    }
    case "step-succeeded": {
      const { type, path, attempt, output } = body;
      return Object.freeze({ type, path, attempt, output, sequence, time });
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

/**
 * V8 gives a field that has only ever held numbers with a fraction a box of its own in every object. One that has held
 * something else points to the number, which all events and records of a turn then share: 16 bytes less for each.
 */
function shareTimes(): void {
  const [path, never] = ["", null as never];
  placedEvent({ type: "step-queued", path, params: {}, reads: [] }, 0, never);
  placedEvent({ type: "attempt-started", path, attempt: 0 }, 0, never);
  placedEvent({ type: "step-succeeded", path, attempt: 0, output: null }, 0, never);
}
shareTimes();
