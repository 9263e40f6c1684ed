import { encodeEvents } from "../journal/encode-events.ts";
import { codecOf } from "../journal/snapshot-codec.ts";
import type { RunSnapshot } from "./handle.ts";
import type { RunExecution } from "./run-execution.ts";

/** All that a run is, as plain JSON: its events, from which everything else follows (I3). */
export async function snapshotOf({ journal, plan, settings, host }: RunExecution): Promise<RunSnapshot> {
  const events = await journal.read(0, Infinity);
  return {
    format: "stepspan-run",
    version: 1,
    runId: settings.runId,
    workflow: plan.name,
    resources: [...settings.resources.keys()],
    events: encodeEvents(events, codecOf(host.ports.classes)),
  };
}
