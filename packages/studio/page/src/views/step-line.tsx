import type { Run } from "@stepspan/engine";
import { partsOf, type StepRow } from "../model/step-rows.ts";
import { shortDuration } from "../model/times.ts";
import { Icon } from "./icon.tsx";
import { StatusWord } from "./sign.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Text } from "./text.tsx";

interface StepLineProps {
  readonly row: StepRow;
  readonly index: number;
  /** Where it stands in the list, in pixels. */
  readonly top: number;
  readonly isSelected: boolean;
  readonly run: Run;
  readonly now: number;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

/** One line of the tree of steps. The keys of the tree are those of the whole. */
export function StepLine({ row, index, top, isSelected, run, now, onSelect, onToggle }: StepLineProps) {
  const { span, depth, isParent, isOpen, position, siblings } = row;
  const { status, startedAt, finishedAt } = span;
  const end = finishedAt ?? now;
  return (
    <div
      id={`step-${index}`}
      role="row"
      className="step-line"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={isParent ? isOpen : undefined}
      aria-selected={isSelected}
      data-status={status}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onSelect}
    >
      <span role="gridcell" className="step-name" style={{ paddingInlineStart: depth * 18 }}>
        {isParent ? (
          <button
            type="button"
            className="fold"
            tabIndex={-1}
            aria-label={isOpen ? "Fold" : "Unfold"}
            data-open={isOpen || undefined}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <Icon name="chevron" />
          </button>
        ) : (
          <span className="fold-space" />
        )}
        <span className="step-text">
          <Text>{span.name}</Text>
        </span>
        {isParent && <PartCount row={row} />}
      </span>
      <span role="gridcell" className="step-status">
        <StatusWord status={status} />
      </span>
      <span role="gridcell" className="step-when">
        {startedAt !== null && <WhenBar run={run} from={startedAt} to={end} now={now} status={status} />}
      </span>
      <span role="gridcell" className="number">
        {startedAt === null ? "" : shortDuration(end - startedAt)}
      </span>
      <span role="gridcell" className="number" data-many={span.attempts.length > 1 || undefined}>
        {span.attempts.length || ""}
      </span>
    </div>
  );
}

function PartCount({ row: { span } }: { readonly row: StepRow }) {
  const parts = partsOf(span);
  const noun = span.items.length > 0 ? "items" : "steps";
  return (
    <span className="part-count">
      <StatusBar spans={parts} label={noun} isSmall />
      {parts.length.toLocaleString("en")}
    </span>
  );
}

interface WhenBarProps {
  readonly run: Run;
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly status: string;
}

/** When it ran within the time of the run. */
function WhenBar({ run, from, to, now, status }: WhenBarProps) {
  const whole = Math.max(1, (run.finishedAt ?? now) - run.startedAt);
  const left = Math.min(99, ((from - run.startedAt) / whole) * 100);
  const width = Math.max(0.5, Math.min(100 - left, ((to - from) / whole) * 100));
  return <span className="when-bar" data-status={status} style={{ left: `${left}%`, width: `${width}%` }} />;
}
