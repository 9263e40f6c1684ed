import type { Command } from "commander";
import { readJson } from "../input/read-input.ts";
import { chosenWorkflow, loadWorkflowFile } from "../loading/workflow-file.ts";
import { codesText } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { openEngine } from "../running/open-engine.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import {
  concurrencyOption,
  type EngineFlags,
  jsonOption,
  queueOption,
  quietOption,
  storeOption,
} from "./shared-options.ts";

interface RunFlags extends EngineFlags {
  readonly input?: string;
  readonly store?: string;
}

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
    .action(acting(context, (file: string, workflow: string | undefined, flags: RunFlags) => runFile(context, file, workflow, flags))); // biome-ignore format: one line
  withExamples(run, [
    ["stepspan run report.ts", "runs the only workflow of the file, or its default export"],
    [`stepspan run report.ts order-report --input '{"day":"2026-11-20"}'`, "runs the one of this name with an input"],
    ["stepspan run report.ts --input @day.json --store runs.db", "keeps the run: it can be looked at and resumed"],
    ["stepspan run report.ts --json | jq 'select(.type == \"step-failed\")'", "follows the events of the run"],
  ]).addHelpText("after", `\n${codesText()}`);
}

async function runFile(context: CommandContext, path: string, name: string | undefined, flags: RunFlags) {
  const { output, stdin } = context;
  const input = flags.input === undefined ? undefined : await readJson("--input", flags.input, stdin);
  const file = await loadWorkflowFile(path);
  const workflow = chosenWorkflow(file, name);
  const { plan } = workflow;
  const store = flags.store ?? null;
  const { concurrency, queue: queues } = flags;
  const opened = openEngine({
    ...{ file, workflow, store },
    ...(concurrency !== undefined && { concurrency }),
    ...(queues !== undefined && { queues }),
  });
  try {
    const handle = opened.engine.start<unknown, unknown, Readonly<Record<string, unknown>>>(workflow, input);
    return await followToEnd(handle, {
      ...{ plan, output, past: 0, json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file: path, store }),
    });
  } finally {
    await opened.close();
  }
}
