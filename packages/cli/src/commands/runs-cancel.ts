import type { Command } from "commander";
import type { CancelFlags } from "../acts/cancel-run.ts";
import { codesText } from "../outcome/exit-codes.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions } from "./shared-options.ts";

/** `stepspan runs cancel`. */
export function addCancel(runs: Command, context: CommandContext): void {
  const cancel = runs
    .command("cancel")
    .summary("cancel a run that is not over and that no process has open")
    .description(
      "Cancels a run of a store that no process has open: one that waits, is paused or parked, or whose process has ended. Its `always` steps run, so the file of its workflow is needed. A run that another process has open is cancelled there.",
    )
    .argument("<run>", "the id of the run, or its beginning")
    .argument("<file>", "the file that exports its workflow")
    .option("--reason <text>", "why, kept on the run", "stepspan runs cancel");
  addEngineOptions(cancel).action(
    acting(context, async (run: string, file: string, flags: CancelFlags) =>
      (await import("../acts/cancel-run.ts")).cancelRun(context, run, file, flags),
    ),
  );
  withExamples(cancel, [
    ["stepspan runs cancel 3f2a report.ts --store runs.db", "cancels the run whose id begins so"],
  ]).addHelpText("after", `\n${codesText()}`);
}
