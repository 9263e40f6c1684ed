import type { RunEvent } from "@stepspan/engine";
import { type FollowedRun, followRun } from "@stepspan/engine/reading";

/**
 * Goes to the moment after any event of a run. Forwards it takes the events between; backwards it begins anew, in
 * portions, so that nothing is blocked meanwhile: at most one pass over the events before that moment.
 */
export interface Traveller {
  /** Where it is: the run after its first so many events. Null before it has taken one. */
  readonly followed: FollowedRun | null;
  /** Where it goes: at least 1. */
  goTo(sequence: number): void;
  /** @returns whether it is there, or has no events that lead further */
  take(isTimeOver: () => boolean): boolean;
}

const portion = 100;

/** @param events of the run, those known so far; may grow */
export function createTraveller(events: readonly RunEvent[]): Traveller {
  let target = 1;
  let followed: FollowedRun | null = null;
  /** What is shown while another way begins anew. */
  let arrived: FollowedRun | null = null;
  return {
    get followed() {
      return arrived;
    },
    goTo(sequence) {
      target = sequence;
      if (followed !== null && followed.length > target) followed = null;
    },
    take(isTimeOver) {
      const end = Math.min(target, events.length);
      do {
        followed = takePortion(followed, events, end);
      } while ((followed?.length ?? end) < end && !isTimeOver());
      if (followed === null || followed.length < end) return false;
      arrived = followed;
      return true;
    },
  };
}

function takePortion(before: FollowedRun | null, events: readonly RunEvent[], end: number): FollowedRun | null {
  const first = events[0];
  if (first === undefined) return null;
  const followed = before ?? followRun(first);
  const until = Math.min(end, followed.length + portion);
  for (let at = followed.length; at < until; at++) followed.apply(events[at]!); // below their number
  return followed;
}
