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
import type { Output } from "./outcome/output.ts";

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
  const mistyped: string[] = [];
  const program = createProgram({ output, stdin, endWith }, (text) => mistyped.push(text));
  try {
    await program.parseAsync(typed, { from: "user" });
    return code;
  } catch (thrown) {
    // Only here: to complete a command in a shell takes no engine, and no time to load one.
    const { tellFailure, tellMistyped } = await import("./outcome/failure.ts");
    if (!(thrown instanceof CommanderError)) return tellFailure(thrown, output);
    tellMistyped(mistyped, output);
    return thrown.exitCode === 0 ? exitCodes.done : exitCodes.refused; // help and versions end with 0
  }
}

/** All commands. @param refuse takes what is to be said of words that make no command */
export function createProgram(context: CommandContext, refuse: (text: string) => void): Command {
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
      outputError: refuse,
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
