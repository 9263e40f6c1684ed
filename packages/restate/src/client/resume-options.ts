import { DefinitionError, type ResumeOptions, type RunSnapshot } from "@stepspan/engine";
import { checkResumeOptions } from "@stepspan/engine/hosting";

/** @throws DefinitionError for options that make no sense, or that a run in Restate cannot have */
export function checkRestateResume(options: ResumeOptions): void {
  checkResumeOptions(options);
  for (const option of ["resources", "concurrency", "schedule"] as const) {
    if (options[option] === undefined) continue;
    throw new DefinitionError(
      `engine.resume got ${option}, and a run in Restate goes on where it is, with what it was started with. Leave ${option} out.`,
    );
  }
}

export function noSnapshots(given: RunSnapshot): DefinitionError {
  return new DefinitionError(
    `Run ${JSON.stringify(given?.runId)} cannot be resumed from a snapshot in Restate, which keeps its runs itself. Go on with it by its id: await engine.resume(runId); or resume the snapshot with createEngine.`,
  );
}
