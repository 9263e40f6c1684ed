import type { RunSnapshot } from "./engine.ts";
import type { RunExecution } from "./run-execution.ts";

export async function snapshotOf(_execution: RunExecution): Promise<RunSnapshot> {
  throw new Error("later");
}
