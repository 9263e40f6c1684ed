import type { Found, membersOf } from "./found.ts";
import type { Reading } from "./reading.ts";
import type { StepKey } from "./step-keys.ts";
import type { WorkflowConfig } from "./workflow-config.ts";

/** Reads a workflow that is the body of a step. */
export type ReadWorkflow = (found: Found) => WorkflowConfig;

/** The members of a step. */
export type StepMembers = ReturnType<typeof membersOf<StepKey>>;

/** What is read, and with what. */
export interface FormSource {
  readonly found: Found;
  readonly members: StepMembers;
  readonly reading: Reading;
  readonly readWorkflow: ReadWorkflow;
}
