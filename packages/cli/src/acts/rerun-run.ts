import type { CommandContext } from "../commands/command-context.ts";
import { type EngineFlags, requiredStore } from "../commands/shared-options.ts";
import { CommandError } from "../outcome/command-error.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { withStoredRun } from "../stored/open-stored-run.ts";

/** As they are typed. */
export type RerunFlags = EngineFlags & {
  readonly store?: string;
  readonly from?: string;
  readonly failedOnly?: boolean;
};

/** Runs a part of a run of a store again. */
export async function rerunRun(
  { output }: CommandContext,
  run: string,
  file: string,
  flags: RerunFlags,
): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs rerun");
  const { from, failedOnly } = flags;
  if (from === undefined && failedOnly !== true) {
    throw new CommandError("stepspan runs rerun needs to know what runs again. Give --from <step> or --failed-only.");
  }
  return withStoredRun({ run, file, store }, flags, async ({ stored, workflow, opened }) => {
    const handle = await opened.engine.rerun(stored.runId, from === undefined ? { failedOnly: true } : { from });
    return followToEnd(handle, {
      ...{ plan: workflow.plan, output, past: 0, json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file, store }),
    });
  });
}
