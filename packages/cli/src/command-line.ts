import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { CommandContext } from "./commands/command-context.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDev } from "./commands/dev.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addGraph } from "./commands/graph.ts";
import { addRun } from "./commands/run.ts";
import { addRuns } from "./commands/runs.ts";
import type { InputStream } from "./input/read-input.ts";
import { codesText, type ExitCode, exitCodes } from "./outcome/exit-codes.ts";
import { tellFailure } from "./outcome/failure.ts";
import type { Output } from "./outcome/output.ts";
import { visibleLines } from "./text/visible-lines.ts";

/** What the command line works with. */
export interface Surroundings {
  readonly output: Output;
  readonly stdin: InputStream;
}

/**
 * Does what was typed: `["run", "report.ts"]`.
 *
 * @returns what the process is to end with; what went wrong has been told
 */
export async function runCommandLine(typed: readonly string[], { output, stdin }: Surroundings): Promise<number> {
  let code: ExitCode = exitCodes.done;
  const endWith = (next: ExitCode) => {
    code = next;
  };
  const program = createProgram({ output, stdin, endWith });
  try {
    await program.parseAsync(typed, { from: "user" });
    return code;
  } catch (thrown) {
    // Commander has told what it did not understand; help and versions end with 0.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.refused;
    return tellFailure(thrown, output);
  }
}

/** All commands. */
export function createProgram(context: CommandContext): Command {
  const { data, notes } = context.output;
  const program = new Command("stepspan")
    .description("Runs workflows of Stepspan, and shows what became of them.")
    .version(ownVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => data.write(text),
      writeErr: (text) => notes.write(text),
      outputError: (text, write) => write(visibleLines(text).join("\n")),
      getOutHelpWidth: () => data.columns,
      getErrHelpWidth: () => notes.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", `\n${codesText()}`);
  for (const add of [addRun, addGraph, addRuns, addDoctor, addDev, addCompletion]) add(program, context);
  return program;
}

function ownVersion(): string {
  const description: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return String((description as { readonly version: unknown }).version); // the package of this file
}
