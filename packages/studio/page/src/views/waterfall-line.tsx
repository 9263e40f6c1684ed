import type { TimeScale, WaterfallRow } from "@stepspan/engine/reading";
import { drawnSegments, segmentsInWords } from "../model/drawn-segments.ts";
import { shortDuration } from "../model/times.ts";
import { Sign } from "./sign.tsx";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

interface WaterfallLineProps {
  readonly row: WaterfallRow;
  readonly index: number;
  readonly top: number;
  readonly scale: TimeScale;
  readonly isSelected: boolean;
}

/** The line of one span, or of all items of one. */
export function WaterfallLine({ row, index, top, scale, isSelected }: WaterfallLineProps) {
  const { path, name, depth, status, folded, segments, isCritical, startedAt, finishedAt } = row;
  const drawn = drawnSegments(segments, scale);
  const last = drawn.at(-1);
  const count = folded === null ? 0 : [...folded.values()].reduce((sum, each) => sum + each, 0);
  const took = startedAt === null ? "" : finishedAt === null ? "" : shortDuration(finishedAt - startedAt);
  return (
    <div
      id={`bar-${index}`}
      role="row"
      className="waterfall-line"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-status={status}
      data-critical={isCritical || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => goTo({ span: path })}
    >
      <span role="gridcell" className="waterfall-name" style={{ paddingInlineStart: depth * 14 }}>
        <Sign status={status} />
        <span className="step-text">
          {folded === null ? <Text>{name}</Text> : `${count.toLocaleString("en")} items`}
        </span>
        <span className="hidden">, {status}</span>
      </span>
      <span role="gridcell" className="waterfall-track">
        <span className="hidden">
          {segmentsInWords(segments)}
          {isCritical && ", on the critical path"}
        </span>
        {drawn.map((segment) => (
          <span
            key={`${segment.kind} ${segment.x}`}
            className="segment"
            data-kind={segment.kind}
            data-failure={segment.isFailure || undefined}
            title={segment.words}
            style={{ left: segment.x, width: segment.width }}
          />
        ))}
        {took !== "" && last !== undefined && (
          <span className="segment-time" style={{ left: last.x + last.width + 6 }}>
            {took}
          </span>
        )}
      </span>
    </div>
  );
}
