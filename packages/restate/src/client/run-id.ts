import { DefinitionError } from "@stepspan/engine";

/** The id of a run is a part of addresses. @throws DefinitionError for one that none can hold */
export function checkRunId(runId: string, workflow: string): string {
  const refuse = (problem: string) =>
    new DefinitionError(
      `The run of workflow "${workflow}" got the runId ${JSON.stringify(runId)}, which ${problem}. Give another one, or none.`,
    );
  if (!runId.isWellFormed()) throw refuse("holds half of a character");
  if (runId === "." || runId === "..") throw refuse("means a folder in the addresses of Restate");
  return runId;
}
