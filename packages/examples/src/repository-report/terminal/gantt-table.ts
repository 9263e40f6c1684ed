import type { Run, Span } from "stepspan";
import { escapeControl } from "./escape-control.ts";
import { alignColumns, formatDuration } from "./format.ts";
import type { Style } from "./style.ts";

const narrowestBar = 10;
const widestBar = 60;

/** All spans of a run with a bar each: `█` while an attempt ran, `░` while the step stood in the queue. */
export function ganttTable(
  run: Pick<Run, "spans" | "startedAt" | "duration">,
  { columns, style }: { readonly columns: number; readonly style: Style },
): string {
  const rows = run.spans.map((span) => [
    escapeControl(span.path),
    outcomeOf(span),
    span.startedAt === null ? "" : formatDuration(span.startedAt - run.startedAt),
    span.startedAt === null ? "" : formatDuration(span.duration),
  ]);
  const [heading = "", ...lines] = alignColumns(
    [["step", "outcome", "start", "time", "|"], ...rows.map((row) => [...row, "|"])],
    ["left", "left", "right", "right", "left"],
  ).map((line) => line.slice(0, -1));

  const barWidth = Math.min(widestBar, Math.max(narrowestBar, columns - heading.length - 1));
  const bars = run.spans.map((span) => barOf(span, run, barWidth));
  const painted = lines.map((line, index) => paint(run.spans[index], line, style) + (bars[index] ?? ""));
  return [style.quiet(heading.trimEnd()), ...painted.map((line) => line.trimEnd())].join("\n");
}

/** The status, and why it is so where that is not the run's own doing. */
function outcomeOf(span: Span): string {
  if (span.status === "skipped") {
    return span.skipped.kind === "guard" ? "skipped (guard)" : `skipped (${escapeControl(span.skipped.step)})`;
  }
  if (span.status === "cancelled") return `cancelled (${span.cancelled.kind})`;
  return span.attempts.length > 1 ? `${span.status} (${span.attempts.length} attempts)` : span.status;
}

function paint(span: Span | undefined, line: string, style: Style): string {
  if (span?.status === "failed") return style.bad(line);
  return span?.status === "succeeded" ? line : style.quiet(line);
}

function barOf(span: Span, run: Pick<Run, "startedAt" | "duration">, width: number): string {
  const now = run.startedAt + run.duration;
  const cellOf = (time: number) =>
    run.duration === 0 ? 0 : Math.min(width - 1, Math.floor(((time - run.startedAt) / run.duration) * width));
  const cells = new Array<string>(width).fill(" ");
  const fill = (from: number, to: number, sign: string) => cells.fill(sign, cellOf(from), cellOf(to) + 1);

  if (span.queuedAt !== null) fill(span.queuedAt, span.startedAt ?? span.finishedAt ?? now, "░");
  for (const attempt of span.attempts) fill(attempt.startedAt, attempt.finishedAt ?? now, "█");
  return cells.join("");
}
