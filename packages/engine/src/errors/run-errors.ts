import type { Run } from "../spans/run.ts";
import type { CancelReason } from "../spans/span.ts";
import { StepspanError } from "./base.ts";
import { asSentence, describeThrown } from "./thrown.ts";

/** A run did not succeed. `cause` is the first of `errors`, `run` holds all spans. */
export class RunError extends StepspanError {
  readonly code = "RUN_FAILED";
  /** Undefined in an error that was stored and read back: it is a view of the whole run. */
  readonly run: Run;
  /** In order of time; at least one. */
  readonly errors: readonly Error[];

  constructor(run: Run) {
    const [first, ...more] = run.errors;
    const others = more.length === 0 ? "" : ` (and ${more.length} more; see .errors)`;
    super(
      `Run ${run.runId} of workflow "${run.workflow}" ${run.status === "cancelled" ? "was cancelled" : "failed"}: ${first?.message}${others}`,
      {
        cause: first,
      },
    );
    this.run = run;
    this.errors = run.errors;
  }
}

/** A run was cancelled, by its caller or by its timeout. `cause` is the reason that was given. */
export class CancelledError extends StepspanError {
  readonly code = "CANCELLED";
  readonly because: CancelReason;

  constructor(message: string, because: CancelReason) {
    super(message, { cause: because.kind === "cancel" ? because.reason : undefined });
    this.because = because;
  }
}

/** A step that cannot go on. */
export interface StalledStep {
  readonly step: string;
  /** The names of the steps that it waits for. */
  readonly waitsFor: readonly string[];
  /** It waits for a slot that other attempts hold. If it waits for nothing at all, it waits for its own attempt. */
  readonly isQueued: boolean;
  /** The name of the event that it waits for; null if it waits for none. */
  readonly event: string | null;
}

/** A message names no more steps than this; the error itself has all of them. */
const mostNamed = 10;

/** Nothing in a run can make progress any more. */
export class StalledRunError extends StepspanError {
  readonly code = "STALLED";
  readonly steps: readonly StalledStep[];

  constructor(workflow: string, steps: readonly StalledStep[]) {
    const list = steps.slice(0, mostNamed).map((step) => `"${step.step}" ${whyStalled(step)}`);
    const others = steps.length - mostNamed;
    if (others > 0) list.push(`and ${others} more ${others === 1 ? "step" : "steps"} (see .steps)`);
    super(`The run of workflow "${workflow}" stalled: ${list.join("; ")}. ${remedyFor(steps)}`);
    this.steps = steps;
  }
}

function remedyFor(steps: readonly StalledStep[]): string {
  if (steps.some(({ isQueued }) => isQueued)) {
    return "A step that waits for a run on its own engine holds its slot meanwhile: raise the concurrency, or use another engine.";
  }
  if (steps.some(({ event }) => event !== null)) {
    return "Keep something open that sends the event, take a snapshot before the process ends, or give the wait a timeout.";
  }
  return "Settle the promise that a step waits for, or give the step a timeout.";
}

function whyStalled({ waitsFor, isQueued, event }: StalledStep): string {
  if (event !== null) return `waits for event "${event}", and nothing is left in this process that could send it`;
  if (isQueued) return "waits for a slot, but those who hold one wait too";
  if (waitsFor.length > 0) return `waits for ${waitsFor.map((name) => `"${name}"`).join(", ")}`;
  return "has begun and nothing is left in this process that could settle it";
}

/** Says why a run was cancelled. */
export function cancellationMessage(workflow: string, because: CancelReason, timeoutMs: number | null): string {
  switch (because.kind) {
    case "timeout":
      return `The run of workflow "${workflow}" did not finish within its timeout of ${timeoutMs} ms. Raise the timeout of the run, or shorten its steps.`;
    case "cancel":
      return because.reason === undefined
        ? `The run of workflow "${workflow}" was cancelled.`
        : asSentence(`The run of workflow "${workflow}" was cancelled: ${describeThrown(because.reason)}`);
    case "failFast":
      return `The run of workflow "${workflow}" stopped after step "${because.step}" failed.`;
    case "stalled":
      return `The run of workflow "${workflow}" stalled.`;
    case "race":
      return `Another step of race "${because.step}" succeeded first.`;
    case "stopped":
      return `Step "${because.step}" stopped the run of workflow "${workflow}".`;
    default:
      return because satisfies never;
  }
}
