import type { Command } from "commander";
import { Option } from "commander";
import type { ShowFlags } from "../acts/show-run.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { jsonOption, storeOption, wholeNumber } from "./shared-options.ts";

/** `stepspan runs show`. */
export function addShow(runs: Command, context: CommandContext): void {
  const show = runs
    .command("show")
    .summary("show a run: its steps, what it took, what went wrong")
    .description(
      "Shows a run of a store, from its events alone: the file of its workflow is not needed, and the run may be going on in another process.",
    )
    .argument("<run>", "the id of the run, or its beginning")
    .addOption(storeOption())
    .addOption(new Option("--at <event>", "as it was after the event of this number, the first being 1").argParser((given) => wholeNumber(given, 1))) // biome-ignore format: one line
    .option("--step <path>", 'all that is known of a step, as JSON: "price", "fetch[3]", "outer/inner"')
    .addOption(jsonOption("print the events of the run, one on each line"))
    .action(
      acting(context, async (run: string, flags: ShowFlags) =>
        (await import("../acts/show-run.ts")).showRun(context, run, flags),
      ),
    );
  withExamples(show, [
    ["stepspan runs show 3f2a --store runs.db", "the run whose id begins so"],
    ["stepspan runs show 3f2a --store runs.db --step price", "parameters, output, attempts, logs and error of a step"],
    ["stepspan runs show 3f2a --store runs.db --at 12", "the run as it was after its 12th event"],
    ["stepspan runs show 3f2a --store runs.db --json", "its events"],
  ]);
}
