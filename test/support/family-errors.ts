import {
  CancelledError,
  CycleError,
  DefinitionError,
  InputError,
  MissingResourceError,
  ResourceDisposalError,
  ResumeMismatchError,
  type Run,
  RunError,
  RunLeftError,
  RunParkedError,
  SerializationError,
  SkippedSpanError,
  StalledRunError,
  StateError,
  StepError,
  type StepspanError,
  StepTimeoutError,
  StoreError,
  UnhandledEventsError,
} from "@stepspan/engine";

/** One error of each class of Stepspan, by the name of its class. */
export function familyErrors(cause: unknown = new TypeError("refused")): Readonly<Record<string, StepspanError>> {
  const seen = { input: { order: { id: 5 }, on: new Date(5) }, state: { total: 5n }, stepState: { tries: 2 } };
  const stepError = new StepError({ step: "pay", attempt: 2, cause, ...seen });
  const run = { runId: "r", workflow: "w", status: "failed", errors: [stepError] };
  return {
    DefinitionError: new DefinitionError("written wrongly"),
    CycleError: new CycleError(["a", "b"]),
    InputError: new InputError('The input of workflow "w"', [{ path: ".a[0]", message: "Expected a number" }]),
    StepError: stepError,
    StepTimeoutError: new StepTimeoutError({ step: "pay", attempt: 1, input: undefined }, 500, "paid"),
    SkippedSpanError: new SkippedSpanError("price", "skipped"),
    RunError: new RunError(run as unknown as Run), // all that its constructor reads
    CancelledError: new CancelledError("cancelled", { kind: "cancel", reason: { why: new Set(["no"]) } }),
    StalledRunError: new StalledRunError("w", [{ step: "a", waitsFor: ["b"], isQueued: false, event: null }]),
    StateError: new StateError("refused"),
    SerializationError: new SerializationError("The output", ".a", "is a function", "Return data."),
    MissingResourceError: new MissingResourceError("db", "no db", { cause: null }),
    ResourceDisposalError: new ResourceDisposalError("db", "not closed", { cause: null }),
    UnhandledEventsError: new UnhandledEventsError("w", ["paid", "sent"]),
    RunLeftError: new RunLeftError("r", "w"),
    RunParkedError: new RunParkedError("r", "w", 5),
    StoreError: new StoreError("full"),
    ResumeMismatchError: new ResumeMismatchError("changed"),
  };
}
