import { StepspanError } from "./base.ts";

/** A run cannot go on: its journal and the workflow do not fit together. */
export class ResumeMismatchError extends StepspanError {
  readonly code = "RESUME_MISMATCH";
}
