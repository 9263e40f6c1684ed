import type { RunEvent } from "stepspan";
import { reasonText } from "./reason-text.ts";
import type { ItemCounts, Row, RowStatus, Stretch } from "./row.ts";
import { thrownText } from "./thrown-text.ts";

/** Events that are about a step. */
type StepEvent = Extract<RunEvent, { readonly path: string }>;

/** What is kept of a step that is tried again and again. */
const mostStretches = 100;

/** Takes the next event of a step. @param isOfItem it is one of an item of the row */
export function applyToRow(row: Row, event: StepEvent, isOfItem: boolean): void {
  if (isOfItem) applyToItems(row, event);
  else applyToStep(row, event);
}

function applyToStep(row: Row, event: StepEvent): void {
  const { time } = event;
  switch (event.type) {
    case "step-queued":
      return change(row, "queued", time);
    case "attempt-started":
      row.attempts = event.attempt;
      return change(row, "running", time);
    case "attempt-resumed":
    case "child-started":
      return change(row, "running", time);
    case "map-started":
      row.items = { ...noItems(), total: event.items.length };
      return change(row, "running", time);
    case "loop-started":
    case "intake-opened":
      row.items = noItems();
      return change(row, "running", time);
    case "attempt-failed":
      row.error = thrownText(event.error);
      return change(row, "backing-off", time);
    case "retry-due":
      return change(row, "queued", time);
    case "wait-started":
      row.note = event.event === null ? "asleep" : `for ${event.event}`;
      return change(row, "suspended", time);
    case "wait-ended":
      row.note = null;
      return change(row, "queued", time);
    case "step-reopened":
      row.finishedAt = null;
      return change(row, "pending", time);
    case "step-succeeded":
      row.error = null;
      return settle(row, "succeeded", time);
    case "step-failed":
      row.attempts = Math.max(row.attempts, event.attempt);
      row.error = thrownText(event.error);
      return settle(row, event.tolerated ? "tolerated" : "failed", time);
    case "step-skipped":
      row.note = reasonText(event.because);
      return settle(row, "skipped", time);
    case "step-cancelled":
      row.note = reasonText(event.because);
      return settle(row, "cancelled", time);
    case "step-reused":
      row.note = `from run ${event.from.runId}`;
      return settle(row, "reused", time);
    default:
  }
}

function change(row: Row, status: RowStatus, time: number): void {
  row.status = status;
  if (status === "running" || status === "suspended") row.startedAt ??= time;
  const last = row.stretches.at(-1);
  const kind: Stretch["kind"] = status === "running" ? "running" : "idle";
  if (last?.kind === kind && last.until === null) return;
  if (last !== undefined) last.until ??= time;
  if (row.stretches.length === mostStretches) row.stretches.shift();
  row.stretches.push({ kind, since: time, until: null });
}

function settle(row: Row, status: RowStatus, time: number): void {
  const last = row.stretches.at(-1);
  if (last !== undefined) last.until ??= time;
  row.status = status;
  row.finishedAt = time;
  row.items?.running.clear();
}

function noItems(): ItemCounts {
  return { total: null, running: new Set(), succeeded: 0, failed: 0, others: 0 };
}

function applyToItems(row: Row, event: StepEvent): void {
  row.items ??= noItems();
  const { items } = row;
  switch (event.type) {
    case "attempt-started":
    case "attempt-resumed":
    case "child-started":
      items.running.add(event.path);
      return;
    case "attempt-failed":
      row.error = thrownText(event.error);
      items.running.delete(event.path);
      return;
    case "wait-started":
      items.running.delete(event.path);
      return;
    case "step-succeeded":
      items.succeeded += 1;
      items.running.delete(event.path);
      return;
    case "step-failed":
      row.error = thrownText(event.error);
      items.failed += 1;
      items.running.delete(event.path);
      return;
    case "step-skipped":
    case "step-cancelled":
    case "step-reused":
      items.others += 1;
      items.running.delete(event.path);
      return;
    default:
  }
}
