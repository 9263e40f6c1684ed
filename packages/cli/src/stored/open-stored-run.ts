import { visibleText } from "@stepspan/engine/reading";
import type { AnyWorkflow, RunHandle, StoredRun } from "stepspan";
import type { EngineFlags } from "../commands/shared-options.ts";
import { chosenWorkflow, loadWorkflowFile } from "../loading/workflow-file.ts";
import { CommandError } from "../outcome/command-error.ts";
import { exitCodes } from "../outcome/exit-codes.ts";
import { type OpenEngine, openEngine } from "../running/open-engine.ts";
import { findRun } from "./find-run.ts";
import { withReader } from "./with-reader.ts";

/** A run of a store, and what is needed to do something with it. */
export interface StoredRunParts {
  readonly stored: StoredRun;
  /** The one of its name. */
  readonly workflow: AnyWorkflow;
  readonly opened: OpenEngine;
}

/** Which run, and where it and its workflow are. */
export interface StoredRunPlace {
  /** The id, or its beginning. */
  readonly run: string;
  readonly file: string;
  readonly store: string;
}

/**
 * Opens an engine for a run of a store, and closes it when the work is done.
 *
 * @throws CommandError if there is no such run, or if the file does not have its workflow
 */
export async function withStoredRun<Value>(
  { run, file: path, store }: StoredRunPlace,
  { concurrency, queue: queues }: EngineFlags,
  work: (parts: StoredRunParts) => Promise<Value>,
): Promise<Value> {
  const stored = await withReader(store, (reader) => findRun(reader, run, store)); // a store that is not there is not made
  const file = await loadWorkflowFile(path);
  const workflow = chosenWorkflow(file, stored.workflow);
  const opened = openEngine({
    ...{ file, workflow, store },
    ...(concurrency !== undefined && { concurrency }),
    ...(queues !== undefined && { queues }),
  });
  try {
    return await work({ stored, workflow, opened });
  } finally {
    await opened.close();
  }
}

/**
 * Goes on with a run that no other process has.
 *
 * @param act what was wanted, in words: "cancelled"
 * @throws CommandError if another process has it open, or if it is over
 */
export async function takeUp(
  { stored, opened }: StoredRunParts,
  act: string,
  signal?: AbortSignal,
): Promise<RunHandle> {
  const { runId, status, finishedAt } = stored;
  const shown = `Run ${visibleText(JSON.stringify(runId))} of workflow ${visibleText(JSON.stringify(stored.workflow))}`;
  if (finishedAt !== null) {
    throw new CommandError(`${shown} is over (${status}), so it cannot be ${act}. Run it again: stepspan runs rerun.`);
  }
  try {
    return await opened.engine.resume(runId, signal === undefined ? {} : { signal });
  } catch (thrown) {
    if (!(thrown instanceof Error) || !thrown.message.includes("is open in another engine")) throw thrown;
    throw new CommandError(
      `${shown} cannot be ${act} here: another process has it open, and a store gives a run to one process at a time. Do it in that process (Ctrl-C cancels a run of stepspan run), or wait until it has ended; if its machine is gone, until its lease is over, 30 s at most.`,
      { exitCode: exitCodes.store },
    );
  }
}
