import type { StoredRunSummary } from "../../../src/protocol.ts";
import { createObserved, type Observed } from "../model/observed.ts";
import { anyRun, noRuns, type RunFilter, type RunList, withChange, withPage } from "../model/run-list.ts";
import { openStream } from "./event-source.ts";
import { listRuns, type RequestError } from "./requests.ts";

/** What the page knows of the list of runs. */
export interface RunsView {
  readonly filter: RunFilter;
  readonly list: RunList;
  /** The first page of this filter, or the next one, is on its way. */
  readonly isLoading: boolean;
  readonly problem: RequestError | null;
  /** Names of all workflows that were seen. */
  readonly workflows: ReadonlySet<string>;
}

export interface RunsFeed extends Observed<RunsView> {
  choose(filter: RunFilter): void;
  loadMore(): void;
  /** Asks and connects anew. */
  reload(): void;
}

const nothing: RunsView = { filter: anyRun, list: noRuns, isLoading: true, problem: null, workflows: new Set() };

/** The list of runs, kept up to date while the page is there. */
export function createRunsFeed(): RunsFeed {
  const view = createObserved(nothing);
  let endStream = () => {};
  const change = (part: Partial<RunsView>) => view.set({ ...view.get(), ...part });
  const load = async (filter: RunFilter, after: string | null) => {
    change({ filter, isLoading: true, ...(after === null ? { problem: null } : {}) });
    try {
      const page = await listRuns(filter, after);
      if (view.get().filter !== filter) return; // another was chosen meanwhile
      const list = after === null ? page : withPage(view.get().list, page);
      change({ list, isLoading: false, problem: null, workflows: withNames(view.get().workflows, page.runs) });
    } catch (problem) {
      if (view.get().filter === filter) change({ isLoading: false, problem: problem as RequestError }); // requests fail with nothing else
    }
  };
  const listen = () => {
    endStream();
    let isApart = false;
    endStream = openStream({
      url: () => "/api/changes",
      onMessage({ event, data }) {
        if (isApart) void load(view.get().filter, null); // what changed meanwhile was not told
        isApart = false;
        if (event !== "run") return true;
        const changed = JSON.parse(data) as StoredRunSummary; // the server's own form
        const { list, filter, workflows } = view.get();
        change({ list: withChange(list, changed, filter), workflows: withNames(workflows, [changed]) });
        return true;
      },
      onProblem(problem) {
        isApart = true;
        change({ problem });
      },
    });
  };
  const reload = () => {
    void load(view.get().filter, null);
    listen();
  };
  reload();
  return {
    get: view.get,
    subscribe: view.subscribe,
    choose: (filter) => void load(filter, null),
    loadMore() {
      const { list, isLoading, filter } = view.get();
      if (list.next !== null && !isLoading) void load(filter, list.next);
    },
    reload,
  };
}

function withNames(known: ReadonlySet<string>, runs: readonly StoredRunSummary[]): ReadonlySet<string> {
  const added = runs.filter((run) => !known.has(run.workflow));
  return added.length === 0 ? known : new Set([...known, ...added.map((run) => run.workflow)]);
}
