import type { WorkflowOutline } from "../plan/outline.ts";
import { pathOf } from "../plan/path.ts";
import type { Progress } from "./progress.ts";

/** Two definitions of the workflow of a run, or of one below it. */
export interface Comparison {
  readonly before: WorkflowOutline;
  readonly after: WorkflowOutline;
  /** The path of the step whose sub-workflow it is; empty for the workflow itself. */
  readonly at: string;
  readonly progress: Progress;
  /** All steps of such a run have settled: nothing can be added to it. */
  readonly isEnding: boolean;
}

/** The path of a step in the sub-workflow of the step at this path; empty for the workflow itself. */
export function pathBelow(at: string, name: string): string {
  return at === "" ? pathOf(name) : `${at}/${pathOf(name)}`;
}
