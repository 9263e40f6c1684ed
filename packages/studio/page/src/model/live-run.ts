import type { Codec, RunEvent } from "@stepspan/engine";
import { decodeEvents, type FollowedRun, followRun } from "@stepspan/engine/reading";

/** A run that is put together from its events while they come in. */
export interface LiveRun {
  /** Those that were taken, in their order; grows, and is never changed otherwise. */
  readonly events: readonly RunEvent[];
  /** Null before the first event. */
  readonly followed: FollowedRun | null;
  /** How many events have come, taken or not. */
  readonly known: number;
  /** Puts encoded events behind those that have come. */
  offer(encoded: readonly unknown[]): void;
  /**
   * Takes events until nothing is left or the time is over.
   *
   * @returns whether nothing is left
   * @throws StoreError for events that are damaged or do not follow
   */
  take(isTimeOver: () => boolean): boolean;
}

/** So many are decoded at once between two looks at the clock. */
const portion = 100;

export function createLiveRun(codec: Codec): LiveRun {
  const events: RunEvent[] = [];
  const pending: (readonly unknown[])[] = [];
  let taken = 0;
  let known = 0;
  let followed: FollowedRun | null = null;
  const takePortion = (list: readonly unknown[]) => {
    const encoded = list.slice(taken, taken + portion);
    for (const event of decodeEvents(encoded, codec, events.length)) {
      if (followed === null) followed = followRun(event);
      else followed.apply(event);
      events.push(event);
    }
    taken += encoded.length;
    if (taken < list.length) return;
    pending.shift(); // a handful of lists at most wait
    taken = 0;
  };
  return {
    events,
    get followed() {
      return followed;
    },
    get known() {
      return known;
    },
    offer(encoded) {
      if (encoded.length > 0) pending.push(encoded);
      known += encoded.length;
    },
    take(isTimeOver) {
      for (let list = pending[0]; list !== undefined; list = pending[0]) {
        takePortion(list);
        if (isTimeOver()) break;
      }
      return pending.length === 0;
    },
  };
}
