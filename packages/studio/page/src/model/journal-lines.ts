import type { EventType, RunEvent } from "@stepspan/engine";
import { brief } from "./value-shape.ts";

/** What happened, in few words, by the type of the event. */
const words: Readonly<Record<EventType, string>> = {
  "run-started": "run started",
  "map-started": "map started",
  "loop-started": "loop started",
  "iteration-decided": "iteration decided",
  "intake-opened": "intake opened",
  "child-started": "child run started",
  "wait-started": "wait started",
  "wait-ended": "wait ended",
  "attempt-resumed": "attempt goes on",
  "event-sent": "event sent",
  "event-refused": "event refused",
  "state-changed": "state changed",
  "step-reused": "outcome reused",
  "step-reopened": "step runs again",
  "stop-requested": "stop requested",
  "run-paused": "run paused",
  "run-resumed": "run resumed",
  "run-parked": "run parked",
  "intake-closed": "intake closed",
  "evaluation-suspended": "waits for reads",
  "step-queued": "queued",
  "attempt-started": "attempt started",
  "attempt-failed": "attempt failed",
  "retry-due": "retry due",
  "step-succeeded": "succeeded",
  "step-failed": "failed",
  "step-skipped": "skipped",
  "step-cancelled": "cancelled",
  "cancel-requested": "cancel requested",
  "grace-expired": "grace period over",
  "run-stalled": "run stalled",
  "variable-set": "variable set",
  "usage-added": "usage added",
  "log-written": "log",
  "definition-changed": "definition changed",
  "run-finished": "run finished",
};

/** How an event is marked in the journal. */
export type EventTone = "good" | "bad" | "start" | "quiet" | "plain" | "log";

export function eventWord({ type }: RunEvent): string {
  return words[type];
}

export function eventTone(event: RunEvent): EventTone {
  switch (event.type) {
    case "step-succeeded":
      return "good";
    case "step-failed":
    case "attempt-failed":
    case "run-stalled":
    case "run-parked":
      return "bad";
    case "run-finished":
      return event.status === "succeeded" ? "good" : event.status === "failed" ? "bad" : "quiet";
    case "attempt-started":
    case "attempt-resumed":
    case "run-started":
    case "run-resumed":
      return "start";
    case "step-skipped":
    case "step-cancelled":
    case "cancel-requested":
      return "quiet";
    case "log-written":
      return "log";
    default:
      return "plain";
  }
}

/** The path that an event is about; empty for the run itself. */
export function eventPath(event: RunEvent): string {
  return "path" in event ? event.path : "";
}

/** What else an event says, on one line; empty if nothing. */
export function eventDetail(event: RunEvent): string {
  switch (event.type) {
    case "run-started":
      return event.input === undefined ? "" : brief(event.input);
    case "run-finished":
      return event.errors.length > 0 ? event.errors.map((error) => error.message).join("; ") : brief(event.output);
    case "step-queued":
      return Object.keys(event.params).length === 0 ? "" : brief(event.params);
    case "step-succeeded":
      return event.output === undefined ? "" : brief(event.output);
    case "step-failed":
    case "attempt-failed":
      return event.error.message;
    case "step-skipped":
    case "step-cancelled":
    case "cancel-requested":
      return "step" in event.because ? `${event.because.kind}, ${event.because.step}` : event.because.kind;
    case "attempt-started":
    case "attempt-resumed":
      return `attempt ${event.attempt}`;
    case "map-started":
      return `${event.items.length} items`;
    case "wait-started":
      return event.event === null ? "a time" : `for ${event.event}`;
    case "wait-ended":
      return event.outcome.kind === "answered" ? `answered: ${brief(event.outcome.data)}` : event.outcome.kind;
    case "event-sent":
      return `${event.event}: ${brief(event.data)}`;
    case "state-changed":
      return event.patches.map(({ op, path }) => `${op} ${path.join(".")}`).join(", ");
    case "variable-set":
      return `${event.name} = ${brief(event.value)}`;
    case "usage-added":
      return `${event.amount} ${event.unit}`;
    case "log-written":
      return `${event.level}: ${event.message}${Object.keys(event.fields).length === 0 ? "" : ` ${brief(event.fields)}`}`;
    case "evaluation-suspended":
      return `until ${[...new Set(event.suspensions.flatMap(({ on }) => on))].join(", ")}`;
    case "run-parked":
      return event.because.kind === "crashes" ? `after ${event.because.count} crashes` : event.because.message;
    case "step-reused":
      return `from run ${event.from.runId}`;
    default:
      return "";
  }
}
