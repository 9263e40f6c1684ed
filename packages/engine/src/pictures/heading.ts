import type { Run, RunStatus } from "../spans/run.ts";
import type { SpanStatus } from "../spans/span.ts";
import { displayText } from "./display-text.ts";
import { durationText } from "./duration-text.ts";
import { statusSign } from "./status-signs.ts";
import { type Markup, textElement } from "./svg-element.ts";
import { fittedText, textWidth } from "./text-width.ts";

const titleSize = 15;
const lineSize = 11;
const longestName = 80;
const longestRunId = 60;

/** The sign of a run is that of a step in the same state. */
const signOf: Readonly<Record<RunStatus, SpanStatus>> = {
  running: "running",
  paused: "suspended",
  parked: "suspended",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
};

/** What stands at the top of a picture: the workflow and, of a run, its status, how long it took, and its id. */
export function headingOf(
  workflow: string,
  run: Run | null,
  { x, width }: { readonly x: number; readonly width: number },
): { readonly height: number; readonly body: Markup } {
  const signWidth = run === null ? 0 : 26;
  const name = fittedText(displayText(workflow, longestName), titleSize * 1.1, width - signWidth);
  const title = textElement("text", { class: "title", x: x + signWidth, y: 37 }, name);
  if (run === null) return { height: 48, body: title };
  const facts = `${run.status} · ${durationText(run.duration)}`;
  const room = width - signWidth - textWidth(`${facts} · `, lineSize);
  const runId = fittedText(displayText(run.runId, longestRunId), lineSize, room);
  const line = textElement("text", { class: "small", x: x + signWidth, y: 56 }, `${facts} · ${runId}`);
  return { height: 68, body: statusSign(signOf[run.status], x + 8, 32) + title + line };
}
