import type { Command } from "commander";
import type { RunFlags } from "../acts/run-file.ts";
import { codesText } from "../outcome/exit-codes.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { concurrencyOption, jsonOption, queueOption, quietOption, storeOption } from "./shared-options.ts";

/** `stepspan run`. */
export function addRun(program: Command, context: CommandContext): void {
  const run = program
    .command("run")
    .summary("run a workflow and print what it returns")
    .description(
      "Runs a workflow of a file and prints what it returns as JSON on standard output. How the run goes is shown on standard error: in place on a terminal, line by line elsewhere. The first Ctrl-C cancels the run, the second stops at once.",
    )
    .argument("<file>", "a TypeScript or JavaScript file that exports workflows")
    .argument("[workflow]", "the name of a workflow or of its export; default: the default export, or the only one")
    .option("-i, --input <json>", "the input: JSON, @file.json, or - for standard input")
    .addOption(storeOption())
    .addOption(concurrencyOption())
    .addOption(queueOption())
    .addOption(jsonOption("print the events of the run instead, one on each line"))
    .addOption(quietOption())
    .action(
      acting(context, async (file: string, workflow: string | undefined, flags: RunFlags) =>
        (await import("../acts/run-file.ts")).runFile(context, file, workflow, flags),
      ),
    );
  withExamples(run, [
    ["stepspan run report.ts", "runs the only workflow of the file, or its default export"],
    [`stepspan run report.ts order-report --input '{"day":"2026-11-20"}'`, "runs the one of this name with an input"],
    ["stepspan run report.ts --input @day.json --store runs.db", "keeps the run: it can be looked at and resumed"],
    ["stepspan run report.ts --json | jq 'select(.type == \"step-failed\")'", "follows the events of the run"],
  ]).addHelpText("after", `\n${codesText()}`);
}
