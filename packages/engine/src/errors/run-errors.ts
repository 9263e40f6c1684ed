import type { Run } from "../spans/run.ts";
import type { CancelReason } from "../spans/span.ts";
import { StepspanError } from "./base.ts";
import { describeThrown } from "./thrown.ts";

/** A run did not succeed. `cause` is the first of `errors`, `run` holds all spans. */
export class RunError extends StepspanError {
  readonly code = "RUN_FAILED";
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

/** A step that cannot go on, and the names of what it waits for (empty: its own attempt). */
export interface StalledStep {
  readonly step: string;
  readonly waitsFor: readonly string[];
}

/** A message names no more steps than this; the error itself has all of them. */
const mostNamed = 10;

/** Nothing in a run can make progress any more. */
export class StalledRunError extends StepspanError {
  readonly code = "STALLED";
  readonly steps: readonly StalledStep[];

  constructor(workflow: string, steps: readonly StalledStep[]) {
    const list = steps
      .slice(0, mostNamed)
      .map(({ step, waitsFor }) =>
        waitsFor.length === 0
          ? `"${step}" has begun and nothing is left in this process that could settle it`
          : `"${step}" waits for ${waitsFor.map((name) => `"${name}"`).join(", ")}`,
      );
    if (steps.length > mostNamed) list.push(`and ${steps.length - mostNamed} more steps (see .steps)`);
    super(
      `The run of workflow "${workflow}" stalled: ${list.join("; ")}. Settle the promise that a step waits for, or give the step a timeout.`,
    );
    this.steps = steps;
  }
}

/** Says why a run was cancelled. */
export function cancellationMessage(workflow: string, because: CancelReason, timeoutMs: number | null): string {
  switch (because.kind) {
    case "timeout":
      return `The run of workflow "${workflow}" did not finish within its timeout of ${timeoutMs} ms. Raise the timeout of the run, or shorten its steps.`;
    case "cancel":
      return because.reason === undefined
        ? `The run of workflow "${workflow}" was cancelled.`
        : `The run of workflow "${workflow}" was cancelled: ${describeThrown(because.reason)}.`;
    case "failFast":
      return `The run of workflow "${workflow}" stopped after step "${because.step}" failed.`;
    case "stalled":
      return `The run of workflow "${workflow}" stalled.`;
    default:
      return because satisfies never;
  }
}
