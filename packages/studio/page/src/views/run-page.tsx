import { visibleText } from "@stepspan/engine/reading";
import { useEffect, useState } from "react";
import type { StoredRunSummary } from "../../../src/protocol.ts";
import { isOpenRun } from "../model/statuses.ts";
import { getRun } from "../server/requests.ts";
import { type FeedView, openRunFeed, type RunFeed } from "../server/run-feed.ts";
import { GraphView } from "./graph-view.tsx";
import { Inspector } from "./inspector.tsx";
import { JournalView } from "./journal-view.tsx";
import { RunHeader } from "./run-header.tsx";
import { type ShownRun, useShownRun } from "./shown-run.ts";
import { StepsView } from "./steps-view.tsx";
import { TabBar } from "./tab-bar.tsx";
import { Text } from "./text.tsx";
import { Timeline } from "./timeline.tsx";
import { useNow } from "./use-now.ts";
import { useObserved } from "./use-observed.ts";
import { goTo, usePlace } from "./use-place.ts";
import { WaterfallView } from "./waterfall-view.tsx";

interface RunPageProps {
  readonly runId: string;
  /** Null if the list does not hold it. */
  readonly summary: StoredRunSummary | null;
}

/** One run, followed by its events. */
export function RunPage({ runId, summary }: RunPageProps) {
  const [feed, setFeed] = useState<RunFeed | null>(null);
  useEffect(() => {
    const opened = openRunFeed(runId);
    setFeed(opened);
    return () => opened.close();
  }, [runId]);
  return feed === null ? null : <FollowedRunPage feed={feed} runId={runId} summary={summary} />;
}

function FollowedRunPage({ feed, runId, summary }: RunPageProps & { readonly feed: RunFeed }) {
  const view = useObserved(feed);
  const place = usePlace();
  const shown = useShownRun(view, place.at);
  const isTicking = shown !== null && !shown.isPast && isOpenRun(shown.run.status);
  const clock = useNow(isTicking ? 500 : null);
  useEscapeKey(place.span !== null);
  useTitle(shown);
  const atFirst = useFirstCount(runId);
  const isWhole = useWhole(view, atFirst);
  if (shown === null || !isWhole) return <LoadingRun view={view} atFirst={atFirst ?? 0} />;
  const lastTime = shown.events[shown.followed.length - 1]?.time ?? clock;
  const now = isTicking ? Math.max(clock, lastTime) : lastTime;
  const isInspecting = place.span !== null;
  return (
    <div className="run" data-inspecting={isInspecting || undefined} data-at={shown.followed.length}>
      <RunHeader shown={shown} feed={view} runId={runId} summary={summary} now={now} />
      <TabBar tab={place.tab} />
      <div className="run-body" role="tabpanel" id={`view-${place.tab}`} aria-labelledby={`tab-${place.tab}`}>
        <TabContent shown={shown} feed={feed} now={now} />
      </div>
      {isInspecting && <Inspector shown={shown} runId={runId} path={place.span ?? ""} now={now} />}
      <Timeline events={view.events} at={place.at} />
    </div>
  );
}

/** While the events that a run had when it was opened are on their way: a part of them would tell of a run that goes on. */
function LoadingRun({ view, atFirst }: { readonly view: FeedView; readonly atFirst: number }) {
  const [taken, all] = [view.events.length, Math.max(atFirst, view.events.length + view.behind)];
  const count = all === 0 ? "" : `: ${taken.toLocaleString("en")} of ${all.toLocaleString("en")} events`;
  return (
    <div className="run-note" role="status">
      {view.problem === null ? `Loading the run${count}` : <Text>{view.problem}</Text>}
    </div>
  );
}

/**
 * Whether all events that the run had when it was opened were taken; from then on true.
 *
 * @param atFirst how many they are; null if that cannot be known, undefined while it is asked
 */
function useWhole({ events, behind, connection, problem }: FeedView, atFirst: number | null | undefined): boolean {
  const [wasWhole, setWhole] = useState(false);
  const isTaken = behind === 0 && (connection === "over" || (atFirst !== undefined && events.length >= (atFirst ?? 0)));
  if (!wasWhole && events.length > 0 && (isTaken || problem !== null)) setWhole(true);
  return wasWhole;
}

/** How many events the run has when it is opened. The list may know less: it hears of changes of status alone. */
function useFirstCount(runId: string): number | null | undefined {
  const [count, setCount] = useState<number | null>();
  useEffect(() => {
    getRun(runId).then(
      ({ events }) => setCount(events),
      () => setCount(null), // the stream of its events tells what is wrong
    );
  }, [runId]);
  return count;
}

interface TabContentProps {
  readonly shown: ShownRun;
  readonly feed: RunFeed;
  readonly now: number;
}

function TabContent({ shown, feed, now }: TabContentProps) {
  const { tab, span } = usePlace();
  switch (tab) {
    case "steps":
      return <StepsView shown={shown} selected={span} now={now} />;
    case "waterfall":
      return <WaterfallView shown={shown} selected={span} />;
    case "graph":
      return <GraphView shown={shown} selected={span} />;
    case "journal":
      return <JournalView shown={shown} emitted={feed.get().emitted} selected={span} />;
  }
}

/** The name of the tab says how the run stands. */
function useTitle(shown: ShownRun | null): void {
  const title = shown === null ? "Stepspan" : `${visibleText(shown.run.workflow)} – ${shown.run.status}`;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = "Stepspan";
    };
  }, [title]);
}

/** Esc closes the inspector. */
function useEscapeKey(isInspecting: boolean): void {
  useEffect(() => {
    if (!isInspecting) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) goTo({ span: null });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isInspecting]);
}
