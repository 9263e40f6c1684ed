import type { Command } from "commander";
import type { SendFlags } from "../acts/send-event.ts";
import { codesText } from "../outcome/exit-codes.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions } from "./shared-options.ts";

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
    acting(context, async (run: string, file: string, event: string, data: string | undefined, flags: SendFlags) =>
      (await import("../acts/send-event.ts")).sendEvent(context, { run, file, event, data }, flags),
    ),
  );
  withExamples(send, [
    [`stepspan runs send 3f2a approval.ts approved '{"by":"Ada"}' --store runs.db`, "answers the wait of a step"],
  ]).addHelpText("after", `\n${codesText()}`);
}
