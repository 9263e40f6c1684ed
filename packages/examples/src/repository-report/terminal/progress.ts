import type { RunEvent } from "stepspan";
import { countOf, formatDuration } from "./format.ts";
import type { Style } from "./style.ts";

type ProgressStatus = "waiting" | "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";

/** How far one step has come. Times are milliseconds since the epoch, null for what has not happened. */
export interface StepProgress {
  readonly status: ProgressStatus;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** How many files it has looked at. */
  readonly files: number;
}

/** How far each step has come, in the order in which the steps are shown. */
export type Progress = ReadonlyMap<string, StepProgress>;

/** Before anything has happened. */
export function initialProgress(stepNames: readonly string[]): Progress {
  return new Map(stepNames.map((name) => [name, { status: "waiting", startedAt: null, finishedAt: null, files: 0 }]));
}

/** After one more event of the run. */
export function advance(progress: Progress, event: RunEvent): Progress {
  const step = "path" in event ? progress.get(event.path) : undefined;
  if (step === undefined || !("path" in event)) return progress;
  return new Map(progress).set(event.path, { ...step, ...changeOf(step, event) });
}

function changeOf(step: StepProgress, event: RunEvent): Partial<StepProgress> {
  switch (event.type) {
    case "step-queued":
      return { status: "queued" };
    case "attempt-started":
      return { status: "running", startedAt: step.startedAt ?? event.time };
    case "attempt-failed":
      return { status: "waiting" };
    case "step-succeeded":
      return { status: "succeeded", finishedAt: event.time };
    case "step-failed":
      return { status: "failed", finishedAt: event.time };
    case "step-skipped":
      return { status: "skipped", finishedAt: event.time };
    case "step-cancelled":
      return { status: "cancelled", finishedAt: event.time };
    case "usage-added":
      return event.unit === "files" ? { files: step.files + event.amount } : {};
    default:
      return {};
  }
}

/** One line for each step, as it stands at `now`; `spinner` is the sign of a running one. */
export function progressLines(
  progress: Progress,
  { now, spinner, style }: { readonly now: number; readonly spinner: string; readonly style: Style },
): readonly string[] {
  const width = Math.max(0, ...[...progress.keys()].map((name) => name.length));
  return [...progress].map(([name, step]) => stepLine(name.padEnd(width), step, { now, spinner, style }));
}

/** What one event changes, as a line of its own; null for events that are not told. */
export function eventLine(progress: Progress, event: RunEvent, style: Style): string | null {
  const step = "path" in event ? progress.get(event.path) : undefined;
  if (step === undefined || !("path" in event)) return null;
  if (event.type === "attempt-started") return `${style.busy("…")} ${event.path}  started`;
  const isSettled = step.finishedAt !== null && event.type.startsWith("step-");
  return isSettled ? stepLine(event.path, step, { now: event.time, spinner: "", style }) : null;
}

function stepLine(
  name: string,
  step: StepProgress,
  { now, spinner, style }: { readonly now: number; readonly spinner: string; readonly style: Style },
): string {
  const took = step.startedAt === null ? "" : `  ${formatDuration((step.finishedAt ?? now) - step.startedAt)}`;
  const files = step.files > 0 ? `  ${countOf(step.files, "file")}` : "";
  switch (step.status) {
    case "waiting":
    case "queued":
      return style.quiet(`· ${name}  ${step.status}`);
    case "running":
      return `${style.busy(spinner)} ${name}  running${took}${files}`;
    case "succeeded":
      return `${style.good("✔")} ${name}  done${took}${files}`;
    case "failed":
      return style.bad(`✘ ${name}  failed${took}`);
    case "skipped":
      return style.quiet(`- ${name}  skipped`);
    case "cancelled":
      return style.quiet(`- ${name}  cancelled${took}`);
    default:
      return step.status satisfies never;
  }
}
