/** What went wrong, for programs: the same for all messages of one class. */
export type ErrorCode =
  | "DEFINITION"
  | "INPUT"
  | "STEP_FAILED"
  | "STEP_TIMEOUT"
  | "SKIPPED_SPAN"
  | "CYCLE"
  | "STALLED"
  | "CANCELLED"
  | "RUN_FAILED"
  | "SERIALIZATION"
  | "STATE"
  | "MISSING_RESOURCE"
  | "RESOURCE_DISPOSAL"
  | "RESUME_MISMATCH"
  | "UNHANDLED_EVENTS"
  | "RUN_LEFT"
  | "RUN_PARKED"
  | "STORE";

/** The family of all errors that Stepspan throws; told apart by class and by `code`. */
export abstract class StepspanError extends Error {
  abstract readonly code: ErrorCode;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : options); // consoles would show an undefined cause
    this.name = new.target.name;
  }
}
