import type { CommandContext } from "../commands/command-context.ts";
import { type EngineFlags, requiredStore } from "../commands/shared-options.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { takeUp, withStoredRun } from "../stored/open-stored-run.ts";

/** As they are typed. */
export type ResumeFlags = EngineFlags & { readonly store?: string };

/** Goes on with a run of a store. */
export async function resumeRun(
  { output }: CommandContext,
  run: string,
  file: string,
  flags: ResumeFlags,
): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs resume");
  return withStoredRun({ run, file, store }, flags, async (parts) => {
    const handle = await takeUp(parts, "resumed");
    return followToEnd(handle, {
      ...{ plan: parts.workflow.plan, output, past: parts.stored.events },
      ...{ json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file, store }),
    });
  });
}
