import type { CommandContext } from "../commands/command-context.ts";
import { type EngineFlags, requiredStore } from "../commands/shared-options.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { takeUp, withStoredRun } from "../stored/open-stored-run.ts";

/** As they are typed. */
export type CancelFlags = EngineFlags & { readonly store?: string; readonly reason?: string };

/** Cancels a run of a store. */
export async function cancelRun(
  { output }: CommandContext,
  run: string,
  file: string,
  flags: CancelFlags,
): Promise<ExitCode> {
  const store = requiredStore(flags.store, "stepspan runs cancel");
  return withStoredRun({ run, file, store }, flags, async (parts) => {
    // Aborted before it goes on: nothing starts but what a cancel leaves to run.
    const handle = await takeUp(parts, "cancelled", AbortSignal.abort(flags.reason));
    return followToEnd(handle, {
      ...{ plan: parts.workflow.plan, output, past: parts.stored.events, isCancel: true },
      ...{ json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: () => [],
    });
  });
}
