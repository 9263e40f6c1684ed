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
  if (store === null)
    return (end) =>
      isStalled(end)
        ? ["With --store runs.db a run that waits for an event is kept, and goes on when it is sent."]
        : [];
  const at = ["--store", store];
  const sendHints = (waits: Extract<RunEnd, { kind: "left" }>["waits"]) => {
    const events = new Set(waits.flatMap(({ event }) => event ?? []));
    return [...events]
      .slice(0, 3)
      .map((event) => `Send the event: ${commandText("send", [runId, file, event, "<json>", ...at])}`);
  };
  return (end) => {
    switch (end.kind) {
      case "left":
        return [...sendHints(end.waits), `Go on with it: ${commandText("resume", [runId, file, ...at])}`];
      case "failed":
      case "cancelled":
        return [
          `Look at it: ${commandText("show", [runId, ...at])}`,
          `Run what failed again: ${commandText("rerun", [runId, file, "--failed-only", ...at])}`,
        ];
      case "succeeded":
      case "refused":
        return [];
      default:
        return end satisfies never;
    }
  };
}

function isStalled(end: RunEnd): boolean {
  return end.kind === "failed" && end.errors.some((error) => Reflect.get(error, "code") === "STALLED");
}
