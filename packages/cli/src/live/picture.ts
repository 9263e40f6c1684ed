import { durationText, visibleText } from "@stepspan/engine/reading";
import { fitted, padded, paddedStart, widthOf } from "../text/columns.ts";
import { countText } from "../text/size-text.ts";
import type { Style } from "../text/style.ts";
import { barOf, type TimeScale } from "./bar.ts";
import { durationOf, type Row } from "./row.ts";
import { paintOf, remarkOf, signOf } from "./row-text.ts";
import { flatRows, type RunProgress, settledCount } from "./run-progress.ts";
import { shownRows } from "./shown-rows.ts";

/** What a picture is drawn for. */
export interface Frame {
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** No line is wider. */
  readonly columns: number;
  /** There are no more lines; Infinity for all rows. */
  readonly lines: number;
  /** Stands before what runs. */
  readonly spinner: string;
  readonly style: Style;
}

const [widestName, widestBar, narrowestBar, durationColumns] = [40, 40, 8, 11];
/** On a terminal that is still narrower there are names and nothing else. */
const narrowest = 24;

/** A run as lines: a line for each step that there is room for, and one that sums up. */
export function pictureOf(progress: RunProgress, frame: Frame): readonly string[] {
  const { rows, hidden } = shownRows(flatRows(progress.rows), frame.lines - 1);
  const columns = columnsFor(rows, frame.columns);
  const scale = { from: progress.startedAt ?? frame.now, until: progress.finishedAt ?? frame.now };
  const lines = rows.map((row) => lineOf(row, { columns, scale, frame }));
  if (hidden.size > 0 && frame.lines > 1) lines.push(frame.style.quiet(fitted(hiddenText(hidden), frame.columns)));
  return [...lines, summaryLine(progress, frame)];
}

interface Columns {
  readonly name: number;
  /** 0: there is no room for one, of this and of those below. */
  readonly bar: number;
  readonly duration: number;
  readonly remark: number;
}

function columnsFor(rows: readonly Row[], all: number): Columns {
  const longest = rows.reduce((width, row) => Math.max(width, 2 * row.depth + nameWidth(row)), 0);
  if (all < narrowest) return { name: Math.max(1, all - 2), bar: 0, duration: 0, remark: 0 };
  const name = Math.max(1, Math.min(longest, widestName, Math.floor(all / 3)));
  const rest = all - 2 - name - 2 - durationColumns;
  const fittingBar = Math.min(widestBar, Math.floor(rest * 0.4));
  const bar = fittingBar < narrowestBar ? 0 : fittingBar;
  return { name, bar, duration: durationColumns, remark: Math.max(0, rest - (bar === 0 ? 0 : bar + 2) - 2) };
}

/** Beyond the widest it does not matter. */
function nameWidth({ name }: Row): number {
  return name.length > 4 * widestName ? widestName : widthOf(visibleText(name));
}

interface LineParts {
  readonly columns: Columns;
  readonly scale: TimeScale;
  readonly frame: Frame;
}

function lineOf(row: Row, { columns, scale, frame }: LineParts): string {
  const paint = paintOf(row.status, frame.style);
  const duration = durationOf(row, frame.now);
  const remark = fitted(remarkOf(row), columns.remark);
  const isQuiet = row.status === "pending" || row.status === "skipped";
  const name = padded("  ".repeat(row.depth) + visibleText(row.name), columns.name);
  const startWith = (text: string) =>
    `${paint(signOf(row, frame.spinner))} ${isQuiet ? frame.style.quiet(text) : text}`;
  if (duration === null && remark === "") return startWith(name.trimEnd());
  const bar = columns.bar === 0 ? "" : `  ${paint(barOf(row, scale, columns.bar))}`;
  const time = paddedStart(duration === null ? "" : durationText(duration), columns.duration);
  return `${startWith(name)}${bar}${time}${remark === "" ? "" : `  ${paint(remark)}`}`;
}

function hiddenText(hidden: ReadonlyMap<Row["status"], number>): string {
  const counts = [...hidden].sort(([, one], [, other]) => other - one);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return `… ${total.toLocaleString("en-US")} more: ${counts.map(([status, count]) => `${count.toLocaleString("en-US")} ${status}`).join(", ")}`;
}

function summaryLine(progress: RunProgress, { now, columns, style, spinner }: Frame): string {
  const { status, workflow, counts, startedAt, finishedAt } = progress;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const isOver = finishedAt !== null;
  const sign = {
    succeeded: "✔",
    failed: "✖",
    cancelled: "⊘",
    paused: "⏸",
    parked: "⏸",
    cancelling: "⊘",
    running: spinner,
  };
  const parts = [
    `${visibleText(workflow)} ${statusText(status, isOver)}`,
    startedAt === null ? null : durationText((finishedAt ?? now) - startedAt),
    `${settledCount(counts).toLocaleString("en-US")} of ${countText(total, "step")} done`,
    counts.running > 0 ? `${counts.running} running` : null,
    counts.failed > 0 ? `${counts.failed} failed` : null,
  ];
  const paint = { succeeded: style.good, failed: style.bad, cancelled: style.uneasy, paused: style.uneasy, parked: style.uneasy, cancelling: style.uneasy, running: style.busy }[status]; // biome-ignore format: a table
  return paint(fitted(`${sign[status]} ${parts.filter((part) => part !== null).join(" · ")}`, columns));
}

function statusText(status: RunProgress["status"], isOver: boolean): string {
  if (isOver) return status;
  if (status === "running") return "runs";
  return status === "cancelling" ? "is being cancelled" : `is ${status}`;
}
