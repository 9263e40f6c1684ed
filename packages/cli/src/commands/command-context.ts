import type { Command } from "commander";
import type { InputStream } from "../input/read-input.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import type { Output } from "../outcome/output.ts";

/** What commands work with. */
export interface CommandContext {
  readonly output: Output;
  readonly stdin: InputStream;
  /** Keeps what the process is to end with. */
  endWith(code: ExitCode): void;
}

/** Does what a command is for. @returns what the process is to end with */
export type Act<Words extends readonly unknown[]> = (...words: Words) => Promise<ExitCode>;

/** An action for commander; it gives arguments and options, and then the command itself. */
export function acting<Words extends readonly unknown[]>(
  { endWith }: CommandContext,
  act: Act<Words>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => endWith(await act(...(given as unknown as Words))); // as the command declares them
}

/** Examples below the help of a command: what is typed, and what it does. */
export function withExamples(command: Command, examples: readonly (readonly [typed: string, does: string])[]): Command {
  const lines = examples.map(([typed, does]) => `  $ ${typed}\n      ${does}`);
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}
