import { visibleText } from "@stepspan/engine/reading";
import type { RunStatus } from "stepspan";
import type { CommandContext } from "../commands/command-context.ts";
import { requiredStore } from "../commands/shared-options.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { runTable } from "../stored/run-table.ts";
import { withReader } from "../stored/with-reader.ts";
import { jsonText } from "../text/json-text.ts";

/** As they are typed. */
export interface ListFlags {
  readonly store?: string;
  readonly status?: readonly RunStatus[];
  readonly workflow?: string;
  readonly since?: number;
  readonly limit: number;
  readonly after?: string;
  readonly json?: boolean;
}

/** Lists runs of a store. */
export async function listRuns({ output }: CommandContext, flags: ListFlags): Promise<ExitCode> {
  const path = requiredStore(flags.store, "stepspan runs list");
  const { status, workflow, since, limit, after } = flags;
  const runs = await withReader(path, async (reader) =>
    reader.runs.list({
      ...{ newestFirst: true, limit },
      ...(status !== undefined && { status }),
      ...(workflow !== undefined && { workflow }),
      ...(since !== undefined && { startedFrom: since }),
      ...(after !== undefined && { after }),
    }),
  );
  const lines = flags.json === true ? runs.map((run) => jsonText(run)) : runTable(runs, output.data, Date.now());
  for (const line of lines) output.data.write(`${line}\n`);
  if (runs.length === limit && output.notes.isTerminal) {
    output.notes.write(`${output.notes.style.quiet(`There may be more: --after ${visibleText(runs.at(-1)!.runId)}, or a greater --limit.`)}\n`); // biome-ignore format: one line
  }
  return exitCodes.done;
}
