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
      "Serves a page on this machine that shows runs while they go on and after, starts and cancels them and answers their waits. Prints its address on standard output. Ctrl-C ends it; with a store its runs stay in it and go on with the next start. With --restate it shows the runs of a Restate server, which go on there; a file then only says which workflows can be started on the page.",
    )
    .argument("[file]", "a TypeScript or JavaScript file that exports workflows; may be left out with --restate")
    .addOption(storeOption())
    .addOption(new Option("-p, --port <number>", "the port; default: a free one").argParser((given) => wholeNumber(given, 0))) // biome-ignore format: one line
    .addOption(concurrencyOption())
    .addOption(queueOption())
    .addOption(new Option("--restate <url>", "where a Restate server takes runs, in place of a store: its ingress"))
    .addOption(new Option("--restate-admin <url>", "where its runs are looked at; default: port 9070 of the same machine")) // biome-ignore format: one line
    .action(
      acting(context, async (file: string | undefined, flags: DevFlags) =>
        (await import("../acts/serve-page.ts")).servePage(context, file, flags),
      ),
    );
  withExamples(dev, [
    ["stepspan dev report.ts", "runs are kept in memory and are gone when it ends"],
    ["stepspan dev report.ts --store runs.db --port 4400", "runs are kept, and open ones go on"],
    ["stepspan dev --restate http://127.0.0.1:8080", "the runs of a Restate server"],
  ]);
}
