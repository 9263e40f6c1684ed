import { EventIterator, type FollowedRun, type HeardEvent } from "./event-iterator.ts";

/** How many emitted events are kept for each listener that does not ask for them. */
export const defaultCapacity = 1024;

/**
 * The events of a run from the first one on, and then as they come; between them what steps emit from the first `next()`
 * on. Each iteration has a place of its own in the journal, so a slow listener costs no more than its emitted events,
 * and one that went away costs nothing.
 *
 * @param capacity how many emitted events are kept for each iteration; for those that it was too slow for it gets one
 * `events-missed`
 */
export function createEventStream(run: FollowedRun, capacity = defaultCapacity): AsyncIterable<HeardEvent> {
  return { [Symbol.asyncIterator]: () => new EventIterator(run, capacity) };
}
