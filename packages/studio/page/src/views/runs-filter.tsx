import type { RunStatus } from "@stepspan/engine";
import { visibleText } from "@stepspan/engine/reading";
import { useEffect, useMemo, useState } from "react";
import { runStatuses } from "../model/statuses.ts";
import type { RunsFeed, RunsView } from "../server/runs-feed.ts";
import { SearchField } from "./search-field.tsx";

interface RunsFilterProps {
  readonly feed: RunsFeed;
  readonly view: RunsView;
}

/** How long nobody must have typed before the server is asked, in milliseconds. */
const restBeforeSearch = 150;

/** Which runs are listed: by a part of a name or an id, by status, by workflow. */
export function RunsFilter({ feed, view: { filter, workflows } }: RunsFilterProps) {
  const [search, setSearch] = useState(filter.search);
  const names = useMemo(() => [...workflows].toSorted(), [workflows]);
  useEffect(() => {
    if (search === filter.search) return;
    const timer = setTimeout(() => feed.choose({ ...filter, search }), restBeforeSearch);
    return () => clearTimeout(timer);
  }, [search, filter, feed]);
  return (
    <search className="runs-filter">
      <SearchField label="Search runs" value={search} onChange={setSearch} />
      <select
        className="select"
        aria-label="Status of the runs"
        value={filter.status ?? ""}
        onChange={(event) => feed.choose({ ...filter, status: asStatus(event.target.value) })}
      >
        <option value="">Any status</option>
        {runStatuses.map((status) => (
          <option key={status} value={status}>
            {status}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label="Workflow of the runs"
        value={filter.workflow === null ? "" : names.indexOf(filter.workflow)}
        onChange={({ target }) => feed.choose({ ...filter, workflow: names[Number(target.value || "-1")] ?? null })}
      >
        <option value="">Any workflow</option>
        {names.map((name, index) => (
          <option key={name} value={index}>
            {visibleText(name)}
          </option>
        ))}
      </select>
    </search>
  );
}

function asStatus(value: string): RunStatus | null {
  return runStatuses.find((status) => status === value) ?? null;
}
