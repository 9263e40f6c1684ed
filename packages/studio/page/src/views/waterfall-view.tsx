import { timeScale, waterfallOf } from "@stepspan/engine/reading";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { criticalLines } from "../model/critical-lines.ts";
import { isOpenRun } from "../model/statuses.ts";
import type { ShownRun } from "./shown-run.ts";
import { goTo } from "./use-place.ts";
import { useResting } from "./use-resting.ts";
import { useWidth } from "./use-width.ts";
import { WaterfallAxis } from "./waterfall-axis.tsx";
import { WaterfallLegend } from "./waterfall-legend.tsx";
import { WaterfallLine } from "./waterfall-line.tsx";

interface WaterfallViewProps {
  readonly shown: ShownRun;
  readonly selected: string | null;
}

const rowHeight = 26;
/** More items than this are one row, unless somebody wants each. */
const mostItems = 40;
/** Of the line with the times, which stays in view. */
const headHeight = 29;
const tickRoom = 56;

/** Where the time of the run went: a line per span, what it waited for in shades, the critical path marked. */
export function WaterfallView({ shown, selected }: WaterfallViewProps) {
  const { run, version } = shown;
  const [isWhole, setWhole] = useState(false);
  const make = useCallback(() => waterfallOf(run, isWhole ? {} : { mostItems }), [run, isWhole]);
  const waterfall = useResting(make, version, shown.isPast || !isOpenRun(run.status));
  const { rows, links } = waterfall;
  const axis = useRef<HTMLDivElement>(null);
  const width = useWidth(axis);
  const scale = useMemo(() => timeScale(waterfall, Math.max(100, width - tickRoom)), [waterfall, width]);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  const drawn = lines.getVirtualItems();
  const selectedIndex = useMemo(
    () => rows.findIndex((row) => row.path === selected && row.folded === null),
    [rows, selected],
  );
  useEffect(() => {
    if (selectedIndex !== -1) lines.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, lines]);
  const marks = criticalLines(links, scale, {
    rowHeight,
    from: drawn[0]?.index ?? 0,
    until: (drawn.at(-1)?.index ?? -1) + 1,
  });
  const hasFolds = !isWhole && rows.some((row) => row.folded !== null);
  return (
    <div className="waterfall">
      <div className="view-tools">
        <WaterfallLegend />
        {(hasFolds || isWhole) && (
          <button
            type="button"
            className="button button-small"
            aria-pressed={isWhole}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? "Fold items" : "Show each item"}
          </button>
        )}
      </div>
      <div
        className="waterfall-grid"
        ref={scroller}
        role="grid"
        aria-label="Waterfall"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={selectedIndex === -1 ? undefined : `bar-${selectedIndex}`}
        tabIndex={0}
        onKeyDown={(event) => {
          const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          const next = nextOwn(rows, selectedIndex, step);
          if (step === 0 || next === null) return;
          event.preventDefault();
          goTo({ span: next }, "replace");
        }}
      >
        <div role="rowgroup" className="waterfall-head">
          <div role="row" className="waterfall-line" aria-rowindex={1}>
            <span role="columnheader">Step</span>
            <span role="columnheader" className="waterfall-axis" ref={axis}>
              <span className="hidden">Time</span>
              <WaterfallAxis scale={scale} />
            </span>
          </div>
        </div>
        <div role="rowgroup" className="waterfall-body" style={{ height: lines.getTotalSize() }}>
          {drawn.map(({ index, start, key }) => (
            <WaterfallLine
              key={key}
              row={rows[index]!} // the virtualiser counts them
              index={index}
              top={start - headHeight}
              scale={scale}
              isSelected={index === selectedIndex}
            />
          ))}
          <div className="waterfall-marks" aria-hidden="true">
            {scale.ticks.map(({ x, words }) => (
              <span key={words} className="tick-line" style={{ left: x }} />
            ))}
            {scale.folds.map(({ x, width: foldWidth }) => (
              <span key={x} className="fold-band" style={{ left: x, width: foldWidth }} />
            ))}
            {marks.map(({ direction, x, y, length }, index) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: the marks are drawn anew each time
                key={index}
                className="critical-mark"
                data-direction={direction}
                style={{ left: x, top: y, [direction === "along" ? "width" : "height"]: length }}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

/** The path of the next row in this direction that is of one span. */
function nextOwn(
  rows: readonly { readonly path: string; readonly folded: unknown }[],
  from: number,
  step: number,
): string | null {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (step === 0) return null;
    const row = rows[index];
    if (row !== undefined && row.folded === null) return row.path;
  }
  return null;
}
