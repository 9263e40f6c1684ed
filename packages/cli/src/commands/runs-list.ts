import { type Command, InvalidArgumentError, Option } from "commander";
import type { RunStatus } from "stepspan";
import type { ListFlags } from "../acts/list-runs.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { jsonOption, storeOption, wholeNumber } from "./shared-options.ts";

const statuses = ["running", "paused", "parked", "succeeded", "failed", "cancelled"] as const satisfies RunStatus[];

/** `stepspan runs list`. */
export function addList(runs: Command, context: CommandContext): void {
  const list = runs
    .command("list")
    .summary("list the runs of a store, the newest first")
    .description(
      "Lists the runs of a store, the newest first. On a terminal as a table; elsewhere one line for each run, with tabs between: id, workflow, status, start, milliseconds that it took (empty if it is not over), number of events.",
    )
    .addOption(storeOption())
    .addOption(new Option("--status <status...>", "only runs of these statuses").choices(statuses))
    .option("--workflow <name>", "only runs of this workflow")
    .addOption(new Option("--since <time>", "only runs that began then or later: 2026-11-21T08:00").argParser(timeOf))
    .addOption(new Option("-n, --limit <number>", "at most so many").argParser((given) => wholeNumber(given, 1)).default(20)) // biome-ignore format: one line
    .option("--after <run>", "for the next page: the id of the last run of the page before")
    .addOption(jsonOption("print a JSON object for each run, one on each line"))
    .action(
      acting(context, async (flags: ListFlags) => (await import("../acts/list-runs.ts")).listRuns(context, flags)),
    );
  withExamples(list, [
    ["stepspan runs list --store runs.db", "the last 20 runs"],
    ["stepspan runs list --store runs.db --status failed parked", "those that need somebody"],
    ["stepspan runs list --store runs.db --json | jq -r .runId", "their ids"],
  ]);
}

function timeOf(given: string): number {
  const time = Date.parse(given);
  if (Number.isNaN(time)) throw new InvalidArgumentError("Give a time such as 2026-11-21 or 2026-11-21T08:00:00Z.");
  return time;
}
