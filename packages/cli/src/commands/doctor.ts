import type { Command } from "commander";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { jsonOption } from "./shared-options.ts";

/** `stepspan doctor`. */
export function addDoctor(program: Command, context: CommandContext): void {
  const doctor = program
    .command("doctor")
    .summary("look for what is wrong with a store")
    .description(
      "Looks at a store without changing it: its structure, the checksums of all runs and states, and which processes have the runs that are open. Ends with 1 if something is wrong: damages, parked runs, and running runs whose process has ended.",
    )
    .argument("<store>", "the SQLite file in which runs are kept")
    .addOption(jsonOption("print what was found as one JSON object"))
    .action(
      acting(context, async (store: string, flags: { readonly json?: boolean }) =>
        (await import("../acts/examine-store.ts")).examineStore(context, store, flags),
      ),
    );
  withExamples(doctor, [
    ["stepspan doctor runs.db", "says what is wrong, and what to do"],
    ["stepspan doctor runs.db --json | jq -r '.problems[]'", "only what is wrong"],
  ]).addHelpText(
    "after",
    "\nExit codes:\n    0  nothing is wrong\n    1  something is wrong, or the file cannot be read",
  );
}
