import type { RunsView } from "../server/runs-feed.ts";
import { Icon } from "./icon.tsx";

interface NoRunProps {
  readonly runs: RunsView;
  readonly onStart: () => void;
}

/** What stands in the middle while no run is open. */
export function NoRun({ runs, onStart }: NoRunProps) {
  const isEmpty = runs.list.runs.length === 0 && !runs.isLoading && runs.problem === null;
  return (
    <div className="no-run">
      <h1>{isEmpty ? "No runs yet" : "Choose a run"}</h1>
      <p>
        {isEmpty
          ? "Start one here or from a program: it is shown as soon as it begins."
          : "Its steps, its waterfall, its graph and its journal are shown here, live while it runs."}
      </p>
      <button type="button" className="button" onClick={onStart}>
        <Icon name="plus" />
        Start a run
      </button>
      <dl className="keys">
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>search</dd>
        <dt>
          <kbd>↑</kbd> <kbd>↓</kbd>
        </dt>
        <dd>move in lists and trees</dd>
        <dt>
          <kbd>←</kbd> <kbd>→</kbd>
        </dt>
        <dd>fold and unfold; one event back and on in the timeline</dd>
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>close the inspector, clear a search</dd>
      </dl>
    </div>
  );
}
