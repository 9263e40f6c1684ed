import { commandText } from "./command-text.ts";
import type { RunEnd } from "./run-report.ts";

/** Of which run something is said. */
export interface HintSubject {
  readonly runId: string;
  /** The workflow's. */
  readonly file: string;
  /** Null: in memory. */
  readonly store: string | null;
}

/** How to go on with a run that did not succeed here. */
export function hintsFor({ runId, file, store }: HintSubject): (end: RunEnd) => readonly string[] {
  if (store === null) return () => [];
  const at = ["--store", store];
  return (end) => {
    switch (end.kind) {
      case "left":
        return [
          `Go on with it:   ${commandText("resume", [runId, file, ...at])}`,
          `Send it an event: ${commandText("send", [runId, file, "<event>", "<json>", ...at])}`,
        ];
      case "failed":
      case "cancelled":
        return [
          `Look at it:      ${commandText("show", [runId, ...at])}`,
          `Run it again from what failed: ${commandText("rerun", [runId, file, "--failed-only", ...at])}`,
        ];
      case "succeeded":
      case "refused":
        return [];
      default:
        return end satisfies never;
    }
  };
}
