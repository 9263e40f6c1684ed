import { useEffect, useState } from "react";
import { createRunsFeed } from "../server/runs-feed.ts";
import { NoRun } from "./no-run.tsx";
import { RunPage } from "./run-page.tsx";
import { RunsPanel } from "./runs-panel.tsx";
import { StartDialog } from "./start-dialog.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useObserved } from "./use-observed.ts";
import { goTo, usePlace } from "./use-place.ts";

const feed = createRunsFeed();

/** The whole page: the runs at the left, the one that is open beside them. */
export function App() {
  const runs = useObserved(feed);
  const { runId } = usePlace();
  const [isStarting, setStarting] = useState(false);
  useSlashKey();
  return (
    <div className="frame">
      <button type="button" className="skip-link" onClick={focusMain}>
        Skip to the run
      </button>
      <header className="bar">
        <a className="brand" href="#/">
          <BrandMark />
          Stepspan
        </a>
        <ThemeSwitch />
      </header>
      <RunsPanel feed={feed} view={runs} openRun={runId} onStart={() => setStarting(true)} />
      <main className="main" id="main" tabIndex={-1}>
        {runId === null ? (
          <NoRun runs={runs} onStart={() => setStarting(true)} />
        ) : (
          <RunPage key={runId} runId={runId} summary={runs.list.runs.find((run) => run.runId === runId) ?? null} />
        )}
      </main>
      {isStarting && (
        <StartDialog
          onClose={() => setStarting(false)}
          onStarted={(started) => {
            setStarting(false);
            goTo({ runId: started, span: null, at: null });
          }}
        />
      )}
    </div>
  );
}

/** `/` goes to the search of what is being looked at, unless somebody is writing. */
function useSlashKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const searches = [...document.querySelectorAll<HTMLInputElement>("input[data-search]")];
      const search = searches.findLast((candidate) => candidate.offsetParent !== null);
      if (search === undefined) return;
      event.preventDefault();
      search.focus();
      search.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input:not([type=range]), textarea, select, [contenteditable]")
  );
}

function focusMain(): void {
  document.getElementById("main")?.focus();
}

function BrandMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <rect x="1" y="3" width="9" height="3.4" rx="1.7" />
      <rect x="5.5" y="8.3" width="9" height="3.4" rx="1.7" opacity="0.8" />
      <rect x="10" y="13.6" width="9" height="3.4" rx="1.7" opacity="0.6" />
    </svg>
  );
}
