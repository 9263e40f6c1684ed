import { followEvents } from "@stepspan/engine/reading";
import type { CommandContext } from "../commands/command-context.ts";
import { requiredStore } from "../commands/shared-options.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { findRun } from "../stored/find-run.ts";
import { runText } from "../stored/run-text.ts";
import { withReader } from "../stored/with-reader.ts";
import { jsonText } from "../text/json-text.ts";

/** As they are typed. */
export interface ShowFlags {
  readonly store?: string;
  readonly at?: number;
  readonly step?: string;
  readonly json?: boolean;
}

/** Shows a run of a store. */
export async function showRun({ output }: CommandContext, given: string, flags: ShowFlags): Promise<ExitCode> {
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
