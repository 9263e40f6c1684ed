import type { Run, RunQuery, Runs, Store, StoredRun } from "@stepspan/engine";
import { checkSequence, followEvents } from "@stepspan/engine/hosting";
import type { EndedRuns } from "./ended-runs.ts";

/** The runs that Restate keeps. Each is shown by the outline with which it began, so also if its workflow is not known. */
export function createRuns(store: Store, ended: EndedRuns): Runs {
  const at = async (runId: string, sequence: number): Promise<Run | undefined> => {
    checkSequence(sequence);
    await ended.seen();
    const events = await store.open(runId).read(0, sequence);
    return events.length === 0 ? undefined : followEvents(events).run;
  };
  return {
    list: async (query?: RunQuery): Promise<readonly StoredRun[]> => {
      await ended.seen();
      return store.runs.list(query);
    },
    get: (runId) => at(runId, Infinity),
    at,
  };
}
