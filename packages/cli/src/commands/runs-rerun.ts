import { type Command, Option } from "commander";
import { CommandError } from "../outcome/command-error.ts";
import { codesText, type ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { withStoredRun } from "../stored/open-stored-run.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions, type EngineFlags, requiredStore } from "./shared-options.ts";

type RerunFlags = EngineFlags & { readonly store?: string; readonly from?: string; readonly failedOnly?: boolean };

/** `stepspan runs rerun`. */
export function addRerun(runs: Command, context: CommandContext): void {
  const rerun = runs
    .command("rerun")
    .summary("run a part of a run again, as a new run")
    .description(
      "Begins a new run with the input of an earlier one that is over: the named step and all that depend on it run again, or all that failed; every other outcome is used again.",
    )
    .argument("<run>", "the id of the earlier run, or its beginning")
    .argument("<file>", "the file that exports its workflow")
    .addOption(new Option("--from <step>", "this step, and all that depend on it").conflicts("failedOnly"))
    .option("--failed-only", "the steps that failed or were cancelled, and all that depend on them");
  addEngineOptions(rerun).action(
    acting(context, (run: string, file: string, flags: RerunFlags) => rerunRun(context, run, file, flags)),
  );
  withExamples(rerun, [
    ["stepspan runs rerun 3f2a report.ts --from price --store runs.db", "price and what depends on it"],
    ["stepspan runs rerun 3f2a report.ts --failed-only --store runs.db", "what failed, and what depends on that"],
  ]).addHelpText("after", `\n${codesText()}`);
}

async function rerunRun({ output }: CommandContext, run: string, file: string, flags: RerunFlags): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs rerun");
  const { from, failedOnly } = flags;
  if (from === undefined && failedOnly !== true) {
    throw new CommandError("stepspan runs rerun needs to know what runs again. Give --from <step> or --failed-only.");
  }
  return withStoredRun({ run, file, store }, flags, async ({ stored, workflow, opened }) => {
    const handle = await opened.engine.rerun(stored.runId, from === undefined ? { failedOnly: true } : { from });
    return followToEnd(handle, {
      ...{ plan: workflow.plan, output, past: 0, json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file, store }),
    });
  });
}
