import type { ErrorCode } from "./base.ts";
import { StepspanError } from "./base.ts";
import { isInstance } from "./is-instance.ts";
import { asSentence, describeThrown } from "./thrown.ts";

/** What the step saw when it failed. */
export interface ContextSnapshot {
  /** The resolved parameters; undefined if the step failed before they were known. */
  readonly input: unknown;
  /** The values of the run's state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The values of the step's own state. */
  readonly stepState: Readonly<Record<string, unknown>>;
}

/** Where a step failed and on what. */
export interface StepFailure {
  readonly step: string;
  /** The attempt that failed; 0 if none was made. */
  readonly attempt: number;
  /** What was thrown, whatever it was. */
  readonly cause: unknown;
  readonly input: unknown;
  readonly state?: ContextSnapshot["state"];
  readonly stepState?: ContextSnapshot["stepState"];
  /** How it failed, if no attempt is to blame: "failed in its sub-workflow". */
  readonly place?: string;
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
    const { input, state = Object.freeze({}), stepState = Object.freeze({}) } = failure;
    this.contextSnapshot = Object.freeze({ input, state, stepState }); // all readers of a record share the error
  }
}

/** An attempt did not settle within the step's `timeout`. */
export class StepTimeoutError extends StepError {
  override readonly code = "STEP_TIMEOUT";
  readonly timeoutMs: number;
  /** The name of the event that the step waited for; null if its attempt took too long. */
  readonly event: string | null;

  constructor(failure: Omit<StepFailure, "cause">, timeoutMs: number, event: string | null = null) {
    super({ ...failure, cause: undefined });
    this.timeoutMs = timeoutMs;
    this.event = event;
    if (event !== null) {
      this.message = `Step "${failure.step}" waited ${timeoutMs} ms for event "${event}", and none came that it takes. Raise the timeout of the wait, or send the event.`;
      return;
    }
    this.message = `Step "${failure.step}" did not settle within its timeout of ${timeoutMs} ms (attempt ${failure.attempt}). Raise the timeout, or end the work when context.signal is aborted.`;
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

function messageOf({ step, attempt, cause, hint, place: named }: StepFailure): string {
  const place = named ?? (attempt === 0 ? "failed before its first attempt" : `failed on attempt ${attempt}`);
  const description = isInstance(cause, StepspanError) ? cause.message : asSentence(describeThrown(cause));
  return `Step "${step}" ${place}: ${description}${hint === undefined ? "" : ` ${hint}`}`;
}
