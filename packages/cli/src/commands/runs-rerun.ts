import { type Command, Option } from "commander";
import type { RerunFlags } from "../acts/rerun-run.ts";
import { codesText } from "../outcome/exit-codes.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { addEngineOptions } from "./shared-options.ts";

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
    acting(context, async (run: string, file: string, flags: RerunFlags) =>
      (await import("../acts/rerun-run.ts")).rerunRun(context, run, file, flags),
    ),
  );
  withExamples(rerun, [
    ["stepspan runs rerun 3f2a report.ts --from price --store runs.db", "price and what depends on it"],
    ["stepspan runs rerun 3f2a report.ts --failed-only --store runs.db", "what failed, and what depends on that"],
  ]).addHelpText("after", `\n${codesText()}`);
}
