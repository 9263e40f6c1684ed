import { Argument, type Command } from "commander";
import { candidatesFor } from "../completion/candidates.ts";
import { completionScripts, installations, type Shell, shells } from "../completion/scripts.ts";
import { exitCodes } from "../outcome/exit-codes.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";

/** `stepspan completion`, and what its scripts call. */
export function addCompletion(program: Command, context: CommandContext): void {
  const { data } = context.output;
  const completion = program
    .command("completion")
    .summary("print a script that completes commands in a shell")
    .description("Prints a script with which a shell completes commands, options and their values.")
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .action(
      acting(context, async (shell: Shell) => {
        data.write(completionScripts[shell]);
        return exitCodes.done;
      }),
    );
  withExamples(
    completion,
    shells.map((shell) => [installations[shell], `for every new ${shell}`]),
  );
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(
      acting(context, async (words: readonly string[]) => {
        for (const candidate of candidatesFor(program, words)) data.write(`${candidate}\n`);
        return exitCodes.done;
      }),
    );
}
