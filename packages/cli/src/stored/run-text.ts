import { type FollowedRun, visibleText } from "@stepspan/engine/reading";
import type { Run, RunEvent } from "stepspan";
import { pictureOf } from "../live/picture.ts";
import { createRunProgress } from "../live/run-progress.ts";
import { errorLines } from "../outcome/error-lines.ts";
import type { Sink } from "../outcome/output.ts";
import { fitted } from "../text/columns.ts";
import { jsonText } from "../text/json-text.ts";
import { momentText } from "../text/moment-text.ts";

/** A stored run for people: what it is, a line for each step, and what went wrong. */
export function runText({ plan, run }: FollowedRun, events: readonly RunEvent[], sink: Sink): readonly string[] {
  const progress = createRunProgress(plan);
  for (const event of events) progress.apply(event);
  const { style, columns } = sink;
  const now = run.finishedAt ?? (run.status === "running" ? Date.now() : (events.at(-1)?.time ?? 0));
  const steps = pictureOf(progress, { now, columns, lines: Infinity, spinner: "●", style });
  const errors = run.errors.flatMap((error) => ["", ...errorLines(error, style)]);
  return [...fieldLines(run, events, sink), "", ...steps, ...errors];
}

/** What is empty is left out. On a terminal values are cut to its width. */
function fieldLines(run: Run, events: readonly RunEvent[], { style, columns, isTerminal }: Sink): readonly string[] {
  const parked = run.status === "parked" ? events.findLast(({ type }) => type === "run-parked") : undefined;
  const { runId, workflow, startedAt, parentRunId, rerunOf, input, metadata, usage, output, unhandledEvents } = run;
  const value = (given: unknown) => (given === undefined || isEmpty(given) ? null : jsonText(given));
  const fields: readonly (readonly [name: string, text: string | null])[] = [
    ["run", visibleText(runId)],
    ["workflow", visibleText(workflow)],
    ["started", momentText(startedAt)],
    ["parent", parentRunId === null ? null : visibleText(parentRunId)],
    ["rerun of", rerunOf === null ? null : visibleText(rerunOf.runId)],
    ["metadata", value(metadata)],
    ["usage", value(usage)],
    ["unhandled", unhandledEvents.length === 0 ? null : value(unhandledEvents.map(({ event }) => event))],
    ["input", value(input)],
    ["output", run.status === "succeeded" ? value(output) : null],
    ["parked", parked?.type === "run-parked" ? parkedText(parked.because) : null],
  ];
  return fields.flatMap(([name, text]) => {
    if (text === null) return [];
    return [`${style.quiet(name.padEnd(9))}  ${isTerminal ? fitted(text, columns - 12) : text}`];
  });
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value) && Object.keys(value).length === 0;
}

type ParkReason = Extract<RunEvent, { type: "run-parked" }>["because"];

function parkedText(because: ParkReason): string {
  return because.kind === "crashes"
    ? `${because.count} processes in a row ended while its steps ran`
    : visibleText(because.message);
}
