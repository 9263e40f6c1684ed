import { durationText, visibleText } from "@stepspan/engine/reading";
import type { StoredRun } from "stepspan";
import type { Sink } from "../outcome/output.ts";
import { alignedRows } from "../text/columns.ts";
import { momentText } from "../text/moment-text.ts";
import type { Style } from "../text/style.ts";

const heading = ["run", "workflow", "status", "started", "took", "events"];

/** Runs as a table; for programs without a heading, with tabs between the columns and times in milliseconds. */
export function runTable(runs: readonly StoredRun[], { isTerminal, style }: Sink, now: number): readonly string[] {
  if (!isTerminal) return runs.map((run) => cellsFor(run, (took) => String(took ?? "")).join("\t"));
  const rows = runs.map((run) => cellsFor(run, (took) => durationText(took ?? now - run.startedAt)));
  const [first = "", ...lines] = alignedRows([heading, ...rows]);
  return [style.heading(first), ...lines.map((line, at) => paintOf(runs[at]!.status, style)(line))];
}

function cellsFor(run: StoredRun, tookText: (took: number | null) => string): readonly string[] {
  const { runId, workflow, status, startedAt, finishedAt, events } = run;
  const took = tookText(finishedAt === null ? null : Math.round(finishedAt - startedAt));
  return [visibleText(runId), visibleText(workflow), status, momentText(startedAt), took, String(events)];
}

/** How the status of a run looks. */
export function paintOf(status: StoredRun["status"], style: Style): (text: string) => string {
  switch (status) {
    case "failed":
      return style.bad;
    case "running":
      return style.busy;
    case "paused":
    case "parked":
      return style.uneasy;
    case "cancelled":
      return style.quiet;
    case "succeeded":
      return (text) => text;
    default:
      return status satisfies never;
  }
}
