import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { StoredRun } from "../ports/run-index.ts";

/** It is over, or was never there. @param open the ids of the runs that it could have been */
export function noOpenRun(runId: string, open: readonly string[]): DefinitionError {
  return new DefinitionError(
    `The engine has no open run ${JSON.stringify(runId)} to send an event to.${suggest(String(runId), open)} Send it before the run is over.`,
  );
}

/** It is paused or parked. */
export function standsStill({ runId, workflow, status }: StoredRun): DefinitionError {
  const id = JSON.stringify(runId);
  return new DefinitionError(
    `Run ${id} of workflow "${workflow}" is ${status}, and not open in this engine, so it takes no event here. Go on with it first: await engine.resume(${id}).`,
  );
}

/** It has its end, and nothing follows. */
export function overAndDone({ runId, workflow, status }: StoredRun): DefinitionError {
  const id = JSON.stringify(runId);
  return new DefinitionError(
    `Run ${id} of workflow "${workflow}" is over (${status}), so it cannot be resumed. Start another run, or rerun it: engine.rerun(${id}, { from: "step" }).`,
  );
}

/** The store does not have it. */
export function unknownRun(runId: string): DefinitionError {
  return new DefinitionError(
    `The store has no run ${JSON.stringify(runId)}, so it cannot be resumed. Its runs are listed by engine.runs.list().`,
  );
}
