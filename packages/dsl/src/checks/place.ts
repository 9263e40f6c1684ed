import { quoted } from "./show-value.ts";

/** Where options are written, as messages begin: `Workflow "report"`, `Step "merge" of workflow "report"`. */
export type Place = string;

/** The place of a workflow's own options. */
export function placeOfWorkflow(workflow: string): Place {
  return `Workflow ${quoted(workflow)}`;
}

/** The place of a step's options. */
export function placeOfStep(workflow: string, step: string): Place {
  return `Step ${quoted(step)} of workflow ${quoted(workflow)}`;
}
