import { durationText, visibleText } from "@stepspan/engine/reading";
import type { Sink } from "../outcome/output.ts";
import { countText } from "../text/size-text.ts";
import type { RowStatus } from "./row.ts";
import type { RunProgress } from "./run-progress.ts";
import type { RunView } from "./run-view.ts";
import { eventLine } from "./view-lines.ts";

/** Adds line after line, for where nothing can be drawn in place: files, pipes, logs of build servers. */
export function createLineView(notes: Sink, progress: RunProgress): RunView {
  return {
    show(event, isPast) {
      const row = progress.apply(event);
      const line = isPast ? null : eventLine(event, row, notes.style);
      if (line !== null) notes.write(`${line}\n`);
    },
    tell(lines) {
      for (const line of lines) notes.write(`${line}\n`);
    },
    close() {
      if (progress.startedAt !== null) notes.write(`${summaryOf(progress)}\n`);
    },
  };
}

/** Nothing is shown but what is told. */
export function createQuietView(notes: Sink): RunView {
  return {
    show: () => undefined,
    tell(lines) {
      for (const line of lines) notes.write(`${line}\n`);
    },
    close: () => undefined,
  };
}

function summaryOf({ workflow, runId, status, counts, startedAt, finishedAt }: RunProgress): string {
  const known = (Object.keys(counts) as RowStatus[]).filter((name) => counts[name] > 0); // its keys by its type
  const took = finishedAt === null ? "" : ` in ${durationText(finishedAt - (startedAt ?? finishedAt))}`;
  const steps = known.length === 0 ? countText(0, "step") : known.map((name) => `${counts[name]} ${name}`).join(", ");
  return `${visibleText(workflow)} ${visibleText(runId)} ${finishedAt === null ? openText(status) : `${status}${took}`}: ${steps}`;
}

function openText(status: RunProgress["status"]): string {
  return status === "running" ? "is not over" : `is ${status}`;
}
