import type { ErrorCode } from "./base.ts";
import { StepspanError } from "./base.ts";
import { isInstance } from "./is-instance.ts";
import { asSentence, describeThrown } from "./thrown.ts";

/** What the step saw when it failed. */
export interface ContextSnapshot {
  /** The resolved parameters; undefined if the step failed before they were known. */
  readonly input: unknown;
}

/** Where a step failed and on what. */
export interface StepFailure {
  readonly step: string;
  /** The attempt that failed; 0 if none was made. */
  readonly attempt: number;
  /** What was thrown, whatever it was. */
  readonly cause: unknown;
  readonly input: unknown;
  /** A sentence that helps to mend the failure; follows the message. */
  readonly hint?: string;
}

/** A step failed. `cause` is what was thrown, untouched. */
export class StepError extends StepspanError {
  readonly code: ErrorCode = "STEP_FAILED";
  readonly step: string;
  readonly attempt: number;
  readonly contextSnapshot: ContextSnapshot;

  constructor(failure: StepFailure) {
    super(messageOf(failure), { cause: failure.cause });
    this.step = failure.step;
    this.attempt = failure.attempt;
    this.contextSnapshot = { input: failure.input };
  }
}

/** An attempt did not settle within the step's `timeout`. */
export class StepTimeoutError extends StepError {
  override readonly code = "STEP_TIMEOUT";
  readonly timeoutMs: number;

  constructor(failure: Omit<StepFailure, "cause">, timeoutMs: number) {
    super({ ...failure, cause: undefined });
    this.message = `Step "${failure.step}" did not settle within its timeout of ${timeoutMs} ms (attempt ${failure.attempt}). Raise the timeout, or end the work when context.signal is aborted.`;
    this.timeoutMs = timeoutMs;
  }
}

/** A step read the output of a step that has none. */
export class SkippedSpanError extends StepspanError {
  readonly code = "SKIPPED_SPAN";
  readonly step: string;

  constructor(step: string, message: string) {
    super(message);
    this.step = step;
  }
}

function messageOf({ step, attempt, cause, hint }: StepFailure): string {
  const place = attempt === 0 ? "failed before its first attempt" : `failed on attempt ${attempt}`;
  const description = isInstance(cause, StepspanError) ? cause.message : asSentence(describeThrown(cause));
  return `Step "${step}" ${place}: ${description}${hint === undefined ? "" : ` ${hint}`}`;
}
