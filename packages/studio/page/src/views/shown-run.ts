import type { Run, RunEvent } from "@stepspan/engine";
import type { FollowedRun } from "@stepspan/engine/reading";
import { useEffect, useMemo, useState } from "react";
import { inSlices } from "../model/slices.ts";
import { createTraveller } from "../model/traveller.ts";
import type { FeedView } from "../server/run-feed.ts";

/** The run at the moment that is looked at. */
export interface ShownRun {
  readonly followed: FollowedRun;
  readonly run: Run;
  /** A text that is another whenever anything may read otherwise. */
  readonly version: string;
  /** The events so far at that moment: the first `followed.length` of these. */
  readonly events: readonly RunEvent[];
  /** Whether it is a moment that somebody chose, and not the last. */
  readonly isPast: boolean;
  /** The run as far as it is known, whatever moment is looked at. */
  readonly latest: Run;
}

/** The run as it is now, or as it was after the event `at`. Null until there is something to show. */
export function useShownRun(feed: FeedView, at: number | null): ShownRun | null {
  const past = usePast(feed, at);
  const { followed, events, version } = feed;
  if (followed === null) return null;
  const latest = followed.run;
  if (at === null || past === null)
    return { followed, run: latest, version: `now ${version}`, events, isPast: false, latest };
  return { followed: past, run: past.run, version: `at ${past.length}`, events, isPast: true, latest };
}

function usePast({ events }: FeedView, at: number | null): FollowedRun | null {
  const traveller = useMemo(() => createTraveller(events), [events]);
  const [, setArrival] = useState(0);
  const end = at === null ? null : Math.min(at, events.length);
  useEffect(() => {
    if (end === null || end < 1) return;
    const ending = new AbortController();
    traveller.goTo(end);
    void inSlices(
      (isTimeOver) => traveller.take(isTimeOver),
      (isDone) => isDone && setArrival((count) => count + 1),
      ending.signal,
    );
    return () => ending.abort();
  }, [traveller, end]);
  return traveller.followed;
}
