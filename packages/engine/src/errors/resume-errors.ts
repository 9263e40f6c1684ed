import { StepspanError } from "./base.ts";

/** A difference between the definition that a run began with and the one with which it would go on. */
export interface DefinitionDifference {
  /** The path of the step, below sub-workflows `outer/inner`; null for the workflow itself. */
  readonly step: string | null;
  /**
   * `identity`: another workflow, or another version of it. `kind`: a step is of another kind, or has another kind of
   * body. `part`: a parameter, a lambda or an option of a step. `option`: an option of a workflow.
   */
  readonly kind: "identity" | "added" | "removed" | "kind" | "part" | "option" | "returns";
  /** A whole sentence that names the step. */
  readonly message: string;
}

/** How many differences a message tells. */
const told = 20;

/** A run cannot go on: its journal and the workflow do not fit together. */
export class ResumeMismatchError extends StepspanError {
  readonly code = "RESUME_MISMATCH";
  /** The differences between the definitions that touch what had begun; empty where the definition is not the reason. */
  readonly differences: readonly DefinitionDifference[];

  constructor(message: string, differences: readonly DefinitionDifference[] = []) {
    super(message);
    this.differences = Object.freeze([...differences]);
  }
}

/** The error for a run that cannot go on with a definition that was changed. */
export function changedDefinition(
  runId: string,
  workflow: string,
  differences: readonly DefinitionDifference[],
): ResumeMismatchError {
  const lines = differences.slice(0, told).map(({ message }) => `- ${message}`);
  if (differences.length > told) lines.push(`- and ${differences.length - told} more`);
  return new ResumeMismatchError(
    [
      `Run ${JSON.stringify(runId)} cannot go on with workflow ${JSON.stringify(workflow)}, of which parts were changed that had begun:`,
      ...lines,
      "Resume it with the workflow with which it was started: keep that one for the runs that are open, and give the changed one another version. Or start another run.",
    ].join("\n"),
    differences,
  );
}
