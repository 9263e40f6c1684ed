import { describe, expect, it } from "vitest";
import type { Run } from "../spans/run.ts";
import type { CancelReason } from "../spans/span.ts";
import { StepspanError } from "./base.ts";
import { CancelledError, cancellationMessage, RunError, StalledRunError } from "./run-errors.ts";
import { StepError } from "./step-errors.ts";

function stepError(step: string): StepError {
  return new StepError({ step, attempt: 1, cause: new Error("boom"), input: {} });
}

function runOf(status: Run["status"], errors: readonly Error[]): Run {
  return { runId: "run-1", workflow: "report", status, errors } as Partial<Run> as Run; // all that the error reads
}

describe("RunError", () => {
  it("says which run failed, and why", () => {
    const first = stepError("fetch");
    const run = runOf("failed", [first]);
    const error = new RunError(run);
    expect(error.message).toBe('Run run-1 of workflow "report" failed: Step "fetch" failed on attempt 1: Error: boom.');
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "RunError", code: "RUN_FAILED" });
    expect([error.run, error.errors, error.cause]).toEqual([run, [first], first]);
    expect(error.cause).toBe(first);
  });

  it("says how many more errors there are", () => {
    const error = new RunError(runOf("failed", [stepError("a"), stepError("b"), stepError("c")]));
    expect(error.message).toBe(
      'Run run-1 of workflow "report" failed: Step "a" failed on attempt 1: Error: boom. (and 2 more; see .errors)',
    );
    expect(error.errors.length).toBe(3);
  });

  it("says that the run was cancelled", () => {
    const because: CancelReason = { kind: "cancel", reason: undefined };
    const cancelled = new CancelledError(cancellationMessage("report", because, null), because);
    expect(new RunError(runOf("cancelled", [cancelled])).message).toBe(
      'Run run-1 of workflow "report" was cancelled: The run of workflow "report" was cancelled.',
    );
  });
});

describe("CancelledError", () => {
  it.each<[CancelReason, string]>([
    [{ kind: "cancel", reason: undefined }, 'The run of workflow "report" was cancelled.'],
    [{ kind: "cancel", reason: "too late" }, 'The run of workflow "report" was cancelled: "too late".'],
    [{ kind: "cancel", reason: null }, 'The run of workflow "report" was cancelled: null.'],
    [
      { kind: "cancel", reason: new Error("Shut down.") },
      'The run of workflow "report" was cancelled: Error: Shut down.',
    ],
    [
      { kind: "cancel", reason: AbortSignal.abort().reason },
      'The run of workflow "report" was cancelled: AbortError: This operation was aborted.',
    ],
    [
      { kind: "timeout" },
      'The run of workflow "report" did not finish within its timeout of 5000 ms. Raise the timeout of the run, or shorten its steps.',
    ],
    [{ kind: "failFast", step: "fetch" }, 'The run of workflow "report" stopped after step "fetch" failed.'],
    [{ kind: "stalled" }, 'The run of workflow "report" stalled.'],
    [{ kind: "race", step: "first" }, 'Another step of race "first" succeeded first.'],
    [{ kind: "stopped", step: "check" }, 'Step "check" stopped the run of workflow "report".'],
  ])("says why: %o", (because, message) => {
    const error = new CancelledError(cancellationMessage("report", because, 5000), because);
    expect(error.message).toBe(message);
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "CancelledError", code: "CANCELLED" });
    expect(error.because).toBe(because);
    expect(error.cause).toBe(because.kind === "cancel" ? because.reason : undefined);
  });
});

describe("StalledRunError", () => {
  const queued = { waitsFor: [], isQueued: true, event: null };
  const begun = { waitsFor: [], isQueued: false, event: null };

  it("names each step and what it waits for", () => {
    const steps = [
      { step: "fetch", ...begun },
      { step: "merge", waitsFor: ["fetch", "price"], isQueued: false, event: null },
    ];
    const error = new StalledRunError("report", steps);
    expect(error.message).toBe(
      'The run of workflow "report" stalled: "fetch" has begun and nothing is left in this process that could settle it; "merge" waits for "fetch", "price". Settle the promise that a step waits for, or give the step a timeout.',
    );
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "StalledRunError", code: "STALLED" });
    expect(error.steps).toBe(steps);
  });

  it("says what to do about slots that are never given back", () => {
    expect(new StalledRunError("report", [{ step: "fetch", ...queued }]).message).toBe(
      'The run of workflow "report" stalled: "fetch" waits for a slot, but those who hold one wait too. A step that waits for a run on its own engine holds its slot meanwhile: raise the concurrency, or use another engine.',
    );
  });

  it.each([
    [10, ""],
    [11, "; and 1 more step (see .steps)"],
    [12, "; and 2 more steps (see .steps)"],
    [20_000, "; and 19990 more steps (see .steps)"],
  ])("names no more than ten of %i steps", (count, more) => {
    const steps = Array.from({ length: count }, (_, index) => ({
      step: `s${index}`,
      waitsFor: ["x"],
      isQueued: false,
      event: null,
    }));
    const named = Array.from({ length: 10 }, (_, index) => `"s${index}" waits for "x"`).join("; ");
    const error = new StalledRunError("report", steps);
    expect(error.message).toBe(
      `The run of workflow "report" stalled: ${named}${more}. Settle the promise that a step waits for, or give the step a timeout.`,
    );
    expect(error.steps.length).toBe(count);
  });
});
