import { durationText, visibleText } from "@stepspan/engine/reading";
import type { RunEvent } from "stepspan";
import type { Style } from "../text/style.ts";
import { visibleParagraph } from "../text/visible-lines.ts";
import { reasonText } from "./reason-text.ts";
import { durationOf, type Row } from "./row.ts";
import { thrownText } from "./thrown-text.ts";

/** What a step wrote to its log, as a line; null for other events, and for what only those want who look for a bug. */
export function logLine(event: RunEvent, style: Style): string | null {
  if (event.type !== "log-written" || event.level === "debug") return null;
  const paint = event.level === "error" ? style.bad : event.level === "warn" ? style.uneasy : style.quiet;
  return `${paint(event.level)} ${visibleText(event.path)}: ${visibleParagraph(event.message)}`;
}

/**
 * An event as a line, for where nothing can be drawn in place; null for those that are of no interest there. Of the
 * items of a step only failures are.
 */
export function eventLine(event: RunEvent, row: Row | null, style: Style): string | null {
  if (!("path" in event) || row === null) return runLine(event, style);
  const path = visibleText(event.path);
  const isOfItem = event.path !== row.path;
  const took = durationOf(row, event.time);
  const time = took === null || isOfItem ? "" : `  ${durationText(took)}`;
  switch (event.type) {
    case "attempt-started":
      return isOfItem
        ? null
        : `${style.quiet("started")}    ${path}${event.attempt > 1 ? `  attempt ${event.attempt}` : ""}`;
    case "map-started":
      return `${style.quiet("started")}    ${path}  ${event.items.length} items`;
    case "loop-started":
    case "intake-opened":
    case "child-started":
      return isOfItem ? null : `${style.quiet("started")}    ${path}`;
    case "attempt-failed": {
      const wait = `tries again in ${durationText(event.retryAt - event.time)}`;
      return `${style.uneasy("retry")}      ${path}  ${wait}: ${visibleParagraph(thrownText(event.error))}`;
    }
    case "wait-started":
      return `${style.uneasy("waits")}      ${path}${event.event === null ? "" : `  for ${visibleText(event.event)}`}`;
    case "step-succeeded":
      return isOfItem ? null : `${style.good("succeeded")}  ${path}${time}`;
    case "step-failed": {
      const word = event.tolerated ? style.uneasy("tolerated") : style.bad("failed   ");
      return `${word}  ${path}${time}  ${visibleParagraph(thrownText(event.error))}`;
    }
    case "step-skipped":
      return isOfItem ? null : `${style.quiet("skipped")}    ${path}  ${visibleText(reasonText(event.because))}`;
    case "step-cancelled":
      return isOfItem ? null : `${style.quiet("cancelled")}  ${path}${time}  ${visibleText(reasonText(event.because))}`;
    case "step-reused":
      return isOfItem ? null : `${style.quiet("reused")}     ${path}`;
    default:
      return logLine(event, style);
  }
}

function runLine(event: RunEvent, style: Style): string | null {
  switch (event.type) {
    case "run-started":
      return `${style.heading("run")}        ${visibleText(event.workflow)}  ${visibleText(event.runId)}`;
    case "run-paused":
      return style.uneasy("paused");
    case "run-parked":
      return style.uneasy("parked");
    case "run-resumed":
      return style.heading("resumed");
    case "cancel-requested":
      return event.path === "" ? style.uneasy("cancelling") : null;
    default:
      return logLine(event, style);
  }
}
