import type { Command } from "commander";
import { Option } from "commander";
import type { DevFlags } from "../acts/serve-page.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { concurrencyOption, queueOption, storeOption, wholeNumber } from "./shared-options.ts";

/** `stepspan dev`. */
export function addDev(program: Command, context: CommandContext): void {
  const dev = program
    .command("dev")
    .summary("show the workflows of a file and their runs on a web page")
    .description(
      "Serves a page on this machine that shows runs while they go on and after, starts and cancels them and answers their waits. Prints its address on standard output. Ctrl-C ends it; with a store its runs stay in it and go on with the next start.",
    )
    .argument("<file>", "a TypeScript or JavaScript file that exports workflows")
    .addOption(storeOption())
    .addOption(new Option("-p, --port <number>", "the port; default: a free one").argParser((given) => wholeNumber(given, 0))) // biome-ignore format: one line
    .addOption(concurrencyOption())
    .addOption(queueOption())
    .action(
      acting(context, async (file: string, flags: DevFlags) =>
        (await import("../acts/serve-page.ts")).servePage(context, file, flags),
      ),
    );
  withExamples(dev, [
    ["stepspan dev report.ts", "runs are kept in memory and are gone when it ends"],
    ["stepspan dev report.ts --store runs.db --port 4400", "runs are kept, and open ones go on"],
  ]);
}
