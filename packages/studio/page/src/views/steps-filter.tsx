import { spanStatuses } from "../model/statuses.ts";
import { anyStep, isAnyStep, type StepFilter } from "../model/step-rows.ts";
import { SearchField } from "./search-field.tsx";

interface StepsFilterProps {
  readonly filter: StepFilter;
  readonly onChange: (filter: StepFilter) => void;
  /** How many spans match; null while nothing is sought. */
  readonly count: number | null;
}

/** Which spans are listed: by a part of their path, by status. */
export function StepsFilter({ filter, onChange, count }: StepsFilterProps) {
  return (
    <search className="view-tools">
      <SearchField label="Search steps" value={filter.search} onChange={(search) => onChange({ ...filter, search })} />
      <select
        className="select"
        aria-label="Status of the steps"
        value={filter.status ?? ""}
        onChange={(event) => {
          const status = spanStatuses.find((known) => known === event.target.value) ?? null;
          onChange({ ...filter, status });
        }}
      >
        <option value="">Any status</option>
        {spanStatuses.map((status) => (
          <option key={status} value={status}>
            {status}
          </option>
        ))}
      </select>
      <span className="view-count" role="status">
        {count === null ? "" : `${count.toLocaleString("en")} found`}
      </span>
      {!isAnyStep(filter) && (
        <button type="button" className="button button-small" onClick={() => onChange(anyStep)}>
          Show all
        </button>
      )}
    </search>
  );
}
