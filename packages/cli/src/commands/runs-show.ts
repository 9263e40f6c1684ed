import { followEvents } from "@stepspan/engine/reading";
import type { Command } from "commander";
import { Option } from "commander";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { findRun } from "../stored/find-run.ts";
import { runText } from "../stored/run-text.ts";
import { withReader } from "../stored/with-reader.ts";
import { jsonText } from "../text/json-text.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";
import { jsonOption, requiredStore, storeOption, wholeNumber } from "./shared-options.ts";

interface ShowFlags {
  readonly store?: string;
  readonly at?: number;
  readonly step?: string;
  readonly json?: boolean;
}

/** `stepspan runs show`. */
export function addShow(runs: Command, context: CommandContext): void {
  const show = runs
    .command("show")
    .summary("show a run: its steps, what it took, what went wrong")
    .description(
      "Shows a run of a store, from its events alone: the file of its workflow is not needed, and the run may be going on in another process.",
    )
    .argument("<run>", "the id of the run, or its beginning")
    .addOption(storeOption())
    .addOption(new Option("--at <event>", "as it was after the event of this number, the first being 1").argParser((given) => wholeNumber(given, 1))) // biome-ignore format: one line
    .option("--step <path>", 'all that is known of a step, as JSON: "price", "fetch[3]", "outer/inner"')
    .addOption(jsonOption("print the events of the run, one on each line"))
    .action(acting(context, (run: string, flags: ShowFlags) => showRun(context, run, flags)));
  withExamples(show, [
    ["stepspan runs show 3f2a --store runs.db", "the run whose id begins so"],
    ["stepspan runs show 3f2a --store runs.db --step price", "parameters, output, attempts, logs and error of a step"],
    ["stepspan runs show 3f2a --store runs.db --at 12", "the run as it was after its 12th event"],
    ["stepspan runs show 3f2a --store runs.db --json", "its events"],
  ]);
}

async function showRun({ output }: CommandContext, given: string, flags: ShowFlags): Promise<ExitCode> {
  const path = requiredStore(flags.store, "stepspan runs show");
  const events = await withReader(path, async (reader) => {
    const { runId } = await findRun(reader, given, path);
    return reader.open(runId).read(0, flags.at ?? Infinity);
  });
  const { data } = output;
  if (flags.json === true) for (const event of events) data.write(`${jsonText(event)}\n`);
  else if (flags.step !== undefined)
    data.write(`${jsonText(plainSpan(followEvents(events).run.spanAt(flags.step)), 2)}\n`); // biome-ignore format: one line
  else for (const line of runText(followEvents(events), events, data)) data.write(`${line}\n`);
  return exitCodes.done;
}

/** Spans say themselves what of them is JSON. */
function plainSpan(span: object): unknown {
  const { toJSON } = span as { readonly toJSON?: () => unknown };
  return toJSON === undefined ? span : toJSON.call(span);
}
