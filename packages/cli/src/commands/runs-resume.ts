import type { Command } from "commander";
import type { ResumeFlags } from "../acts/resume-run.ts";
import { codesText } from "../outcome/exit-codes.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions } from "./shared-options.ts";

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
    acting(context, async (run: string, file: string, flags: ResumeFlags) =>
      (await import("../acts/resume-run.ts")).resumeRun(context, run, file, flags),
    ),
  );
  withExamples(resume, [
    ["stepspan runs resume 3f2a report.ts --store runs.db", "goes on with the run whose id begins so"],
  ]).addHelpText("after", `\n${codesText()}`);
}
