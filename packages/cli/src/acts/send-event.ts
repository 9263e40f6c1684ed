import { suggest } from "@stepspan/engine";
import { visibleText } from "@stepspan/engine/reading";
import type { RunHandle, SendOptions } from "stepspan";
import type { CommandContext } from "../commands/command-context.ts";
import { type EngineFlags, requiredStore } from "../commands/shared-options.ts";
import { readJson } from "../input/read-input.ts";
import { CommandError } from "../outcome/command-error.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import { commandText } from "../running/command-text.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { awaitedEvents } from "../stored/awaited-events.ts";
import { type StoredRunParts, takeUp, withStoredRun } from "../stored/open-stored-run.ts";

/** As they are typed. */
export interface SendFlags extends EngineFlags {
  readonly store?: string;
  readonly to?: string;
  readonly anyway?: boolean;
}

/** What is sent, and to which run. */
export interface Sent {
  readonly run: string;
  readonly file: string;
  readonly event: string;
  readonly data: string | undefined;
}

/** Sends an event to a run of a store. */
export async function sendEvent({ output, stdin }: CommandContext, sent: Sent, flags: SendFlags): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs send");
  const { run, file, event } = sent;
  const data = sent.data === undefined ? null : await readJson("<data>", sent.data, stdin);
  return withStoredRun({ run, file, store }, flags, async (parts) => {
    if (flags.anyway !== true) await checkAwaited(parts, event);
    const handle = await takeUpToSend(parts, { file, store });
    await handle.send(event, data, flags.to === undefined ? {} : ({ to: flags.to } satisfies SendOptions));
    return followToEnd(handle, {
      ...{ plan: parts.workflow.plan, output, past: parts.stored.events },
      ...{ json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file, store }),
    });
  });
}

/** To resume a run that stands still is more than to send it an event, and is asked for by itself. */
async function takeUpToSend(
  parts: StoredRunParts,
  { file, store }: { readonly file: string; readonly store: string },
): Promise<RunHandle> {
  const { runId, status } = parts.stored;
  if (status === "paused" || status === "parked") {
    throw new CommandError(
      `Run ${visibleText(JSON.stringify(runId))} is ${status}, so it takes no event. Go on with it first: ${commandText("resume", [runId, file, "--store", store])}`,
    );
  }
  return takeUp(parts, "sent an event");
}

async function checkAwaited({ stored, workflow, opened }: StoredRunParts, event: string): Promise<void> {
  if (stored.finishedAt !== null) return; // told when it is taken up
  const events = (await opened.store?.open(stored.runId).read(0, Infinity)) ?? [];
  const awaited = awaitedEvents(workflow.plan, events);
  if (awaited.includes(event)) return;
  const list =
    awaited.length === 0
      ? "It waits for none"
      : `It waits for ${awaited.map((name) => JSON.stringify(name)).join(", ")}`;
  throw new CommandError(
    `No step of run ${visibleText(JSON.stringify(stored.runId))} is known to wait for event ${visibleText(JSON.stringify(event))}.${visibleText(suggest(event, awaited))} ${visibleText(list)}. Send it with --anyway if a step will wait for it later.`,
  );
}
