import type { Command } from "commander";
import { codesText, type ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { takeUp, withStoredRun } from "../stored/open-stored-run.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions, type EngineFlags, requiredStore } from "./shared-options.ts";

type ResumeFlags = EngineFlags & { readonly store?: string };

/** `stepspan runs resume`. */
export function addResume(runs: Command, context: CommandContext): void {
  const resume = runs
    .command("resume")
    .summary("go on with a run whose process has ended, or that is paused or parked")
    .description(
      "Goes on with a run of a store: one whose process has ended, that waits, that is paused or was parked. No step whose success was recorded runs again.",
    )
    .argument("<run>", "the id of the run, or its beginning")
    .argument("<file>", "the file that exports its workflow");
  addEngineOptions(resume).action(
    acting(context, (run: string, file: string, flags: ResumeFlags) => resumeRun(context, run, file, flags)),
  );
  withExamples(resume, [
    ["stepspan runs resume 3f2a report.ts --store runs.db", "goes on with the run whose id begins so"],
  ]).addHelpText("after", `\n${codesText()}`);
}

async function resumeRun({ output }: CommandContext, run: string, file: string, flags: ResumeFlags): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs resume");
  return withStoredRun({ run, file, store }, flags, async (parts) => {
    const handle = await takeUp(parts, "resumed");
    return followToEnd(handle, {
      ...{ plan: parts.workflow.plan, output, past: parts.stored.events },
      ...{ json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file, store }),
    });
  });
}
