import type { Run, Span } from "@stepspan/engine";
import { escapeText } from "./escape-text.ts";
import { milliseconds } from "./milliseconds.ts";
import { spanLabel } from "./span-label.ts";
import { reasonText } from "./span-reason.ts";

const columns = ["name", "status", "start", "duration", "why"] as const;
const rightAligned: ReadonlySet<string> = new Set(["start", "duration"]);
const maxRows = 50;
const maxCellLength = 100;

type Row = Readonly<Record<(typeof columns)[number], string>>;

/**
 * The spans of a run as a table for messages: name (a path for what lies below a step), status, start (milliseconds after the run's), duration, why.
 *
 * @param important names, or paths of what lies below steps, that a shortened table keeps; of a long run, spans that succeeded are left out first
 */
export function spanTable(run: Run, important: readonly string[] = []): string {
  const spans = shortened(run, new Set(important));
  const rows: Row[] = spans.map((span) => rowOf(run, span));
  const header = Object.fromEntries(columns.map((column) => [column, column])) as Row; // one entry per column
  const widths = columns.map((column) => Math.max(...[header, ...rows].map((row) => lengthOf(row[column]))));
  const lines = [header, ...rows].map((row) => lineOf(row, widths));
  const leftOut = run.spans.length - spans.length;
  if (leftOut > 0) lines.push(`… and ${leftOut} more spans`);
  return lines.join("\n");
}

function shortened(run: Run, important: ReadonlySet<string>): readonly Span[] {
  const { spans } = run;
  if (spans.length <= maxRows) return spans;
  const chosen = new Set(spans.filter((span) => important.has(spanLabel(run, span))).slice(0, maxRows));
  for (const matters of [(span: Span) => span.status !== "succeeded", () => true]) {
    for (const span of spans) {
      if (chosen.size >= maxRows) break;
      if (matters(span)) chosen.add(span);
    }
  }
  return spans.filter((span) => chosen.has(span));
}

function rowOf(run: Run, span: Span): Row {
  const started = span.startedAt !== null;
  return {
    name: cell(spanLabel(run, span)),
    status: statusText(span),
    start: started ? milliseconds(span.startedAt - run.startedAt) : "–",
    duration: started ? milliseconds(span.duration) : "–",
    why: cell(reasonText(span)),
  };
}

function statusText({ status, attempts, reusedFrom }: Span): string {
  if (reusedFrom !== null) return `${status} (reused)`;
  return attempts.length > 1 ? `${status} ×${attempts.length}` : status;
}

function cell(text: string): string {
  const escaped = escapeText(text);
  return escaped.length > maxCellLength ? `${escaped.slice(0, maxCellLength - 1)}…` : escaped;
}

function lineOf(row: Row, widths: readonly number[]): string {
  const cells = columns.map((column, index) => {
    const padding = " ".repeat(widths[index]! - lengthOf(row[column]));
    return rightAligned.has(column) ? padding + row[column] : row[column] + padding;
  });
  return `  ${cells.join("  ").trimEnd()}`;
}

function lengthOf(text: string): number {
  return [...text].length;
}
