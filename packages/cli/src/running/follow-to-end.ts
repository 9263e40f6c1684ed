import type { Plan } from "@stepspan/engine";
import type { RunEvent, RunHandle } from "stepspan";
import { createLineView, createQuietView } from "../live/line-view.ts";
import { createLiveView } from "../live/live-view.ts";
import { createRunProgress } from "../live/run-progress.ts";
import type { RunView } from "../live/run-view.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import type { Output } from "../outcome/output.ts";
import { jsonText } from "../text/json-text.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { endLines, endOf, exitCodeOf, type RunEnd } from "./run-report.ts";

/** How a run is followed. */
export interface Following {
  readonly plan: Plan;
  readonly output: Output;
  /** Events go to standard output, one on each line, in place of what the run returned. */
  readonly json: boolean;
  /** No picture and no lines but errors. */
  readonly quiet: boolean;
  /** How many events the run had before this command. */
  readonly past: number;
  /** It is to be cancelled, so that this is its good end. */
  readonly isCancel?: boolean;
  /** What helps after a run that did not end here, as lines. */
  readonly hintsFor: (end: RunEnd) => readonly string[];
}

/**
 * Shows a run until it is over. The first Ctrl-C cancels it, the second ends the process.
 *
 * @returns what the process ends with
 */
export async function followToEnd(handle: RunHandle, following: Following): Promise<ExitCode> {
  const { output } = following;
  const view = openView(following);
  let stopped: ExitCode | null = null;
  const cancelFor = (code: ExitCode, lines: readonly string[]) => {
    stopped = code;
    view.tell(lines);
    handle.cancel(
      code === exitCodes.interrupted ? "Ctrl-C" : code === exitCodes.terminated ? "SIGTERM" : "nobody reads the output",
    );
  };
  const { style } = output.notes;
  const endInterrupts = listenForInterrupts({
    endWell: (code) =>
      cancelFor(code as ExitCode, [style.uneasy("Cancels the run. Press Ctrl-C again to stop at once.")]), // it is one of them
    endNow(code) {
      view.close();
      process.exit(code);
    },
  });
  const endUnread = output.onUnread(() => cancelFor(exitCodes.unread, []));
  try {
    await showEvents(handle, view, following);
    const end = await endOf(handle);
    view.close();
    tellEnd(end, following);
    if (end.kind === "cancelled" && stopped !== null) return stopped;
    if (end.kind === "cancelled" && following.isCancel === true) return exitCodes.done;
    return exitCodeOf(end);
  } finally {
    endInterrupts();
    endUnread();
  }
}

function openView({ plan, output, quiet }: Following): RunView {
  const { notes, environment } = output;
  const progress = createRunProgress(plan);
  if (quiet) return createQuietView(notes);
  const canDraw = notes.isTerminal && environment.TERM !== "dumb";
  return canDraw ? createLiveView(output, progress) : createLineView(notes, progress);
}

async function showEvents(handle: RunHandle, view: RunView, { json, output, past }: Following): Promise<void> {
  for await (const event of handle.events) {
    const isPast = "sequence" in event && event.sequence <= past;
    if (json && !isPast) output.data.write(`${jsonText(event)}\n`);
    if (event.type === "event-emitted" || event.type === "events-missed") continue;
    view.show(event satisfies RunEvent, isPast);
  }
}

function tellEnd(end: RunEnd, { output, json, hintsFor }: Following): void {
  const { data, notes } = output;
  for (const line of [...endLines(end, notes.style), ...hintsFor(end)]) notes.write(`${line}\n`);
  if (json || end.kind !== "succeeded" || end.output === undefined) return;
  data.write(`${jsonText(end.output, data.isTerminal ? 2 : undefined)}\n`);
}
