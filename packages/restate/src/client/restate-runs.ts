import type { Run, RunQuery, Runs, Store, StoredRun } from "@stepspan/engine";
import { checkSequence, followEvents } from "@stepspan/engine/hosting";

/** The runs that Restate keeps. Each is shown by the outline with which it began, so also if its workflow is not known. */
export function createRuns(store: Store): Runs {
  const at = async (runId: string, sequence: number): Promise<Run | undefined> => {
    checkSequence(sequence);
    const events = await store.open(runId).read(0, sequence);
    return events.length === 0 ? undefined : followEvents(events).run;
  };
  return {
    list: async (query?: RunQuery): Promise<readonly StoredRun[]> => store.runs.list(query),
    get: (runId) => at(runId, Infinity),
    at,
  };
}
