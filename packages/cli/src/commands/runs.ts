import type { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { addCancel } from "./runs-cancel.ts";
import { addList } from "./runs-list.ts";
import { addRerun } from "./runs-rerun.ts";
import { addResume } from "./runs-resume.ts";
import { addSend } from "./runs-send.ts";
import { addShow } from "./runs-show.ts";

/** `stepspan runs`. */
export function addRuns(program: Command, context: CommandContext): void {
  const runs = program
    .command("runs")
    .summary("list, show, resume, rerun, cancel runs of a store; send events")
    .description("What is done with the runs of a store, from whatever process they are.")
    .helpCommand("help [command]", "print the help of a command");
  for (const add of [addList, addShow, addResume, addRerun, addCancel, addSend]) add(runs, context);
}
