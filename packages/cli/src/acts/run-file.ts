import type { CommandContext } from "../commands/command-context.ts";
import type { EngineFlags } from "../commands/shared-options.ts";
import { readJson } from "../input/read-input.ts";
import { chosenWorkflow, loadWorkflowFile } from "../loading/workflow-file.ts";
import { refusedInput } from "../outcome/refused-input.ts";
import { followToEnd } from "../running/follow-to-end.ts";
import { hintsFor } from "../running/hints.ts";
import { openEngine } from "../running/open-engine.ts";

/** As they are typed. */
export interface RunFlags extends EngineFlags {
  readonly input?: string;
  readonly store?: string;
}

/** Runs a workflow of a file, and shows it until it is over. */
export async function runFile(context: CommandContext, path: string, name: string | undefined, flags: RunFlags) {
  const { output, stdin } = context;
  const input = flags.input === undefined ? undefined : await readJson("--input", flags.input, stdin);
  const file = await loadWorkflowFile(path);
  const workflow = chosenWorkflow(file, name);
  const { plan } = workflow;
  const store = flags.store ?? null;
  const { concurrency, queue: queues } = flags;
  const opened = openEngine({
    ...{ file, workflow, store },
    ...(concurrency !== undefined && { concurrency }),
    ...(queues !== undefined && { queues }),
  });
  try {
    const handle = opened.engine.start<unknown, unknown, Readonly<Record<string, unknown>>>(workflow, input);
    return await followToEnd(handle, {
      ...{ plan, output, past: 0, json: flags.json ?? false, quiet: flags.quiet ?? false },
      hintsFor: hintsFor({ runId: handle.runId, file: path, store }),
    });
  } catch (thrown) {
    if (flags.input !== undefined) throw thrown;
    throw refusedInput(thrown, ["Give the input with --input '{…}', --input @file.json or --input -."]) ?? thrown;
  } finally {
    await opened.close();
  }
}
