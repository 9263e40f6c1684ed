import { resolve } from "node:path";
import { makeFolder, readCommandLine, resolveFolder, UsageError, usage } from "./command-line.ts";
import { runReport } from "./run-report.ts";
import { escapeControl } from "./terminal/escape-control.ts";
import { createStyle, wantsColor } from "./terminal/style.ts";

const repository = resolve(import.meta.dirname, "../../../..");
const usualOutput = resolve(import.meta.dirname, "../../out");

const exitCodes = { succeeded: 0, failed: 1, cancelled: 130 } as const;

/** Reports on the folder that the command line names. Gives the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const command = readCommandLine(words);
  if (command.kind === "help") {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const folder = await resolveFolder(command.folder ?? repository, callersFolder());
  const screen = process.stdout;
  const outcome = await runReport(folder, {
    screen,
    style: createStyle(wantsColor(screen.isTTY, process.env)),
    isDumb: process.env.TERM === "dumb",
    outputFolder: await makeFolder(command.output ?? usualOutput, callersFolder()),
    killAfter: command.killAfter,
    signal: stopSignal(),
  });
  return exitCodes[outcome];
}

/** pnpm starts a script in the folder of its package.json and tells where it was itself started. */
function callersFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: callers } = process.env;
  return script === "demo" && callers !== undefined ? callers : process.cwd();
}

/** Aborted by the first Ctrl-C; the second one ends the process. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signalName of ["SIGINT", "SIGTERM"] as const) {
    process.on(signalName, () => {
      if (controller.signal.aborted) process.exit(exitCodes.cancelled);
      controller.abort(`stopped by ${signalName}`);
    });
  }
  return controller.signal;
}

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
// However the process ends, the terminal gets its cursor back.
if (process.stdout.isTTY) process.on("exit", () => process.stdout.write("\u001b[?25h"));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message.split("\n").map(escapeControl).join("\n")}\n`);
  process.exitCode = 1;
}
