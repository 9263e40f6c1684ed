import type { RunEvent } from "@stepspan/engine";
import type { Moment } from "../../support/scripted-host.ts";

/** The events of all runs, a line for each, with `--` where everything was at rest. */
export function printTimeline(timeline: readonly Moment[]): string {
  return timeline.map(printMoment).join("\n");
}

/** One moment in one line. */
export function printMoment(moment: Moment): string {
  switch (moment.kind) {
    case "event":
      return `${moment.runId} ${printEvent(moment.event)}`;
    case "asked to cancel":
      return `-- ${moment.runId} is asked to cancel`;
    case "asked to close":
      return `-- the engine is asked to close at ${moment.time} ms`;
    case "quiet":
      return `-- ${moment.time} ms`;
    default:
      return moment satisfies never;
  }
}

/** One event in one line. */
export function printEvent(event: RunEvent): string {
  const parts = [event.sequence, `${event.time}ms`, event.type];
  if ("path" in event) parts.push(event.path);
  if ("attempt" in event) parts.push(`#${event.attempt}`);
  if ("because" in event) parts.push(event.because.kind, "step" in event.because ? event.because.step : "");
  if ("retryAt" in event) parts.push(`again at ${event.retryAt}ms`);
  if ("tolerated" in event && event.tolerated) parts.push("tolerated");
  if ("suspensions" in event) parts.push(...event.suspensions.map(({ parameter, on }) => `${parameter} on ${on}`));
  if ("error" in event && event.error !== null) parts.push(`(${event.error.message.slice(0, 100)})`);
  if ("status" in event) parts.push(event.status);
  return parts.join(" ");
}
