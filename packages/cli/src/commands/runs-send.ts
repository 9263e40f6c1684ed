import { suggest } from "@stepspan/engine";
import { visibleText } from "@stepspan/engine/reading";
import type { Command } from "commander";
import type { RunHandle, SendOptions } from "stepspan";
import { readJson } from "../input/read-input.ts";
import { CommandError } from "../outcome/command-error.ts";
import { codesText, type ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { awaitedEvents } from "../stored/awaited-events.ts";
import { type StoredRunParts, takeUp, withStoredRun } from "../stored/open-stored-run.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions, type EngineFlags, requiredStore } from "./shared-options.ts";

interface SendFlags extends EngineFlags {
  readonly store?: string;
  readonly to?: string;
  readonly anyway?: boolean;
}

/** `stepspan runs send`. */
export function addSend(runs: Command, context: CommandContext): void {
  const send = runs
    .command("send")
    .summary("send an event to a run that waits, which goes on here then")
    .description(
      "Sends an event to a run of a store that no process has open. The run goes on here, until it is over or waits again. A run that is paused or parked is resumed first: stepspan runs resume.",
    )
    .argument("<run>", "the id of the run, or its beginning")
    .argument("<file>", "the file that exports its workflow")
    .argument("<event>", "the name of the event")
    .argument("[data]", "what the event says: JSON, @file.json, or - for standard input; default: null")
    .option("--to <path>", "the step whose wait is meant; default: whoever takes the event")
    .option("--anyway", "also if no step is known to wait for such an event");
  addEngineOptions(send).action(
    acting(context, (run: string, file: string, event: string, data: string | undefined, flags: SendFlags) =>
      sendEvent(context, { run, file, event, data }, flags),
    ),
  );
  withExamples(send, [
    [`stepspan runs send 3f2a approval.ts approved '{"by":"Ada"}' --store runs.db`, "answers the wait of a step"],
  ]).addHelpText("after", `\n${codesText()}`);
}

interface Sent {
  readonly run: string;
  readonly file: string;
  readonly event: string;
  readonly data: string | undefined;
}

async function sendEvent({ output, stdin }: CommandContext, sent: Sent, flags: SendFlags): Promise<ExitCode> {
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
      `Run ${visibleText(JSON.stringify(runId))} is ${status}, so it takes no event. Go on with it first: stepspan runs resume ${visibleText(runId)} ${file} --store ${store}`,
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
