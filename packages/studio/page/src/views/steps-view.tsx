import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { anyStep, isAnyStep, pathsAbove, type StepFilter, stepRows } from "../model/step-rows.ts";
import { folded, moveInTree, type TreeMove } from "../model/tree-keys.ts";
import type { ShownRun } from "./shown-run.ts";
import { StepLine } from "./step-line.tsx";
import { StepsFilter } from "./steps-filter.tsx";
import { goTo } from "./use-place.ts";

interface StepsViewProps {
  readonly shown: ShownRun;
  readonly selected: string | null;
  readonly now: number;
}

const lineHeight = 32;
/** Of the line with the names of the columns, which stays in view. */
const headHeight = 29;

/** The steps of the run as a tree; only the lines that can be seen are drawn. */
export function StepsView({ shown, selected, now }: StepsViewProps) {
  const { run, version } = shown;
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(selected === null ? [] : pathsAbove(selected)));
  const [filter, setFilter] = useState<StepFilter>(anyStep);
  const wanted = useDeferredValue(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the spans are live views, and `version` says when they read otherwise
  const rows = useMemo(() => stepRows(run.rootSpan.steps, open, wanted), [run, version, open, wanted]);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => rows[index]?.path ?? index,
  });
  const selectedIndex = useMemo(() => rows.findIndex((row) => row.path === selected), [rows, selected]);
  useEffect(() => {
    if (selected !== null) setOpen((before) => withAll(before, pathsAbove(selected)));
  }, [selected]);
  useEffect(() => {
    if (selectedIndex !== -1) lines.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, lines]);
  const toggle = (path: string) => setOpen((before) => folded(before, path));
  const move = ({ select, toggle: toggled }: TreeMove) => {
    if (toggled !== null) toggle(toggled);
    if (select !== null) goTo({ span: select }, "replace");
  };
  return (
    <div className="steps">
      <StepsFilter filter={filter} onChange={setFilter} count={isAnyStep(filter) ? null : rows.length} />
      <div
        className="steps-grid"
        ref={scroller}
        role="treegrid"
        aria-label="Steps"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={selectedIndex === -1 ? undefined : `step-${selectedIndex}`}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const next = moveInTree(rows, selectedIndex, event.key);
          if (next === null) return;
          event.preventDefault();
          move(next);
        }}
      >
        <div role="rowgroup" className="steps-head">
          <div role="row" className="step-line" aria-rowindex={1}>
            <span role="columnheader">Step</span>
            <span role="columnheader">Status</span>
            <span role="columnheader" className="step-when-head">
              When
            </span>
            <span role="columnheader" className="number">
              Duration
            </span>
            <span role="columnheader" className="number">
              Attempts
            </span>
          </div>
        </div>
        <div role="rowgroup" className="steps-body" style={{ height: lines.getTotalSize() }}>
          {lines.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index]!; // the virtualiser counts them
            return (
              <StepLine
                key={key}
                row={row}
                index={index}
                top={start - headHeight}
                isSelected={index === selectedIndex}
                run={run}
                now={now}
                onSelect={() => goTo({ span: row.path })}
                onToggle={() => toggle(row.path)}
              />
            );
          })}
        </div>
        {rows.length === 0 && <p className="steps-note">No step matches.</p>}
      </div>
    </div>
  );
}

function withAll(set: ReadonlySet<string>, added: readonly string[]): ReadonlySet<string> {
  return added.every((path) => set.has(path)) ? set : new Set([...set, ...added]);
}
