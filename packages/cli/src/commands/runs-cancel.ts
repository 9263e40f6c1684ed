import type { Command } from "commander";
import { codesText, type ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { takeUp, withStoredRun } from "../stored/open-stored-run.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions, type EngineFlags, requiredStore } from "./shared-options.ts";

type CancelFlags = EngineFlags & { readonly store?: string; readonly reason?: string };

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
    acting(context, (run: string, file: string, flags: CancelFlags) => cancelRun(context, run, file, flags)),
  );
  withExamples(cancel, [
    ["stepspan runs cancel 3f2a report.ts --store runs.db", "cancels the run whose id begins so"],
  ]).addHelpText("after", `\n${codesText()}`);
}

async function cancelRun({ output }: CommandContext, run: string, file: string, flags: CancelFlags): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs cancel");
  return withStoredRun({ run, file, store }, flags, async (parts) => {
    // Aborted before it goes on: nothing starts but what a cancel leaves to run.
    const handle = await takeUp(parts, "cancelled", AbortSignal.abort(flags.reason));
    return followToEnd(handle, {
      ...{ plan: parts.workflow.plan, output, past: parts.stored.events, isCancel: true },
      ...{ json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: () => [],
    });
  });
}
