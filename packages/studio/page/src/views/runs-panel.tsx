import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { RunsFeed, RunsView } from "../server/runs-feed.ts";
import { Icon } from "./icon.tsx";
import { RunLine } from "./run-line.tsx";
import { RunsFilter } from "./runs-filter.tsx";
import { Text } from "./text.tsx";
import { useNow } from "./use-now.ts";

interface RunsPanelProps {
  readonly feed: RunsFeed;
  readonly view: RunsView;
  readonly openRun: string | null;
  readonly onStart: () => void;
}

const lineHeight = 56;

/** The list of runs, the newest first. */
export function RunsPanel({ feed, view, openRun, onStart }: RunsPanelProps) {
  const { runs, next } = view.list;
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(10_000);
  const lines = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 8,
    getItemKey: (index) => runs[index]?.runId ?? index,
  });
  const shown = lines.getVirtualItems();
  const isAtEnd = (shown.at(-1)?.index ?? -1) >= runs.length - 5;
  useEffect(() => {
    if (isAtEnd && next !== null) feed.loadMore();
  }, [isAtEnd, next, feed]);
  return (
    <nav className="runs" aria-label="Runs">
      <div className="runs-head">
        <h2>Runs</h2>
        <button type="button" className="button button-small" onClick={onStart}>
          <Icon name="plus" />
          Start a run
        </button>
      </div>
      <RunsFilter feed={feed} view={view} />
      <div className="runs-list" ref={scroller}>
        {runs.length > 0 && (
          <ul onKeyDown={moveFocus} style={{ height: lines.getTotalSize() }}>
            {shown.map(({ index, start, key }) => {
              const run = runs[index]!; // the virtualiser counts them
              return (
                <li key={key} style={{ transform: `translateY(${start}px)`, height: lineHeight }}>
                  <RunLine run={run} isOpen={run.runId === openRun} now={now} />
                </li>
              );
            })}
          </ul>
        )}
        <p className="runs-note" role="status">
          {noteOf(view)}
          {view.problem !== null && <Text>{view.problem.message}</Text>}
        </p>
      </div>
    </nav>
  );
}

function noteOf({ list, isLoading, problem }: RunsView): string {
  if (problem !== null) return "";
  if (isLoading && list.runs.length === 0) return "Loading…";
  return list.runs.length === 0 ? "No run matches." : "";
}

/** The arrow keys go from run to run. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a")].toSorted(
    (one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top,
  );
  links[links.indexOf(document.activeElement as HTMLAnchorElement) + step]?.focus(); // -1 if it is none of them
}
