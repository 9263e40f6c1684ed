import { visibleText } from "@stepspan/engine/reading";
import { sqliteStore } from "@stepspan/sqlite";
import type { Command } from "commander";
import { Option } from "commander";
import { createEngine, memoryStore } from "stepspan";
import { loadWorkflowFile, workflowsByName } from "../loading/workflow-file.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { untilInterrupted } from "../running/interrupts.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { concurrencyOption, type EngineFlags, queueOption, storeOption, wholeNumber } from "./shared-options.ts";

type DevFlags = EngineFlags & { readonly store?: string; readonly port?: number };

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
    .action(acting(context, (file: string, flags: DevFlags) => serve(context, file, flags)));
  withExamples(dev, [
    ["stepspan dev report.ts", "runs are kept in memory and are gone when it ends"],
    ["stepspan dev report.ts --store runs.db --port 4400", "runs are kept, and open ones go on"],
  ]);
}

async function serve({ output }: CommandContext, path: string, flags: DevFlags): Promise<ExitCode> {
  const file = await loadWorkflowFile(path);
  const { serveStudio, studioObserver } = await import("@stepspan/studio"); // no other command needs it
  const kept = flags.store === undefined ? null : sqliteStore(flags.store);
  const store = kept ?? memoryStore();
  const workflows = workflowsByName(file);
  const { concurrency, queue: queues, port } = flags;
  const observer = studioObserver();
  const engine = createEngine<object>({
    ...{ store, workflows, resources: file.resources, recover: kept !== null, observers: [observer] },
    ...(concurrency !== undefined && { concurrency }),
    ...(queues !== undefined && { queues }),
  });
  try {
    const studio = await serveStudio({ engine, store, workflows, observer, ...(port !== undefined && { port }) });
    output.data.write(`${visibleText(studio.url)}\n`);
    output.notes.write(`${output.notes.style.quiet("Press Ctrl-C to end.")}\n`);
    await untilInterrupted();
    await studio.close();
  } finally {
    await engine.close();
    kept?.close();
  }
  return exitCodes.done;
}
