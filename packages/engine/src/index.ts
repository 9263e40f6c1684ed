export type { Codec, CodecOptions } from "./codec/codec.ts";
export { createCodec } from "./codec/codec.ts";
export type { EncodedJson, EncodedValue } from "./codec/encoded-value.ts";
export { fromJson, toJson } from "./codec/encoded-value.ts";
export type { CodecLimits } from "./codec/limits.ts";
export type { ActiveContext } from "./context/active-context.ts";
export type { EventDefinition } from "./context/event-definition.ts";
export { currentSpan, getRunContext, parentSpan, stepSpan } from "./context/functions.ts";
export type { LambdaScope, ReadMode, ReadSpan } from "./context/lambda-scope.ts";
export type { Resources } from "./context/resources.ts";
export type { RunContext } from "./context/run-context.ts";
export { callInLambda } from "./context/slot.ts";
export type { AnyValues, FlowStateLayer, ItemOf, Mutable, StateLayer, StepStateLayer } from "./context/state-layers.ts";
export type {
  AttemptMetadata,
  ContextTypes,
  FlowStateOf,
  ForkedContext,
  LogWriter,
  RunIdentity,
  SpanWriter,
  StepContext,
  StepSnapshot,
  UndeclaredTypes,
  UsageWriter,
  WaitOptions,
} from "./context/step-context.ts";
export type {
  ChildStart,
  EmittedEvent,
  EvaluationRead,
  EventBody,
  EventType,
  MissedEvents,
  ParkReason,
  ReusedOutcome,
  RunEvent,
  Suspension,
  WaitOutcome,
} from "./core/events.ts";
export type { EngineOptions, GivenOption } from "./create-engine.ts";
export { createEngine } from "./create-engine.ts";
export type { ErrorCode } from "./errors/base.ts";
export { StepspanError } from "./errors/base.ts";
export { CycleError, DefinitionError } from "./errors/definition-errors.ts";
export { UnhandledEventsError } from "./errors/event-errors.ts";
export type { InputIssue } from "./errors/input-error.ts";
export { InputError } from "./errors/input-error.ts";
export { RunLeftError, RunParkedError } from "./errors/parting-errors.ts";
export { MissingResourceError, ResourceDisposalError } from "./errors/resource-errors.ts";
export type { DefinitionDifference } from "./errors/resume-errors.ts";
export { ResumeMismatchError } from "./errors/resume-errors.ts";
export type { StalledStep } from "./errors/run-errors.ts";
export { CancelledError, RunError, StalledRunError } from "./errors/run-errors.ts";
export type { ContextSnapshot, StepFailure } from "./errors/step-errors.ts";
export { SkippedSpanError, StepError, StepTimeoutError } from "./errors/step-errors.ts";
export { suggest } from "./errors/suggest.ts";
export { leaseLost, SerializationError, StateError, StoreError, unknownPage } from "./errors/value-errors.ts";
export type { CloseOptions } from "./host/close-options.ts";
export type { Engine, InputAndOptions, Recovery, RefusedRun, ResumeOptions, Runs } from "./host/engine.ts";
export type { QueueOptions } from "./host/queue-options.ts";
export type { RerunOptions } from "./host/rerun-options.ts";
export type { MadeOf, ResourcesOption } from "./host/resources-option.ts";
export type { RetentionOptions } from "./host/retention.ts";
export type { Runnable } from "./host/runnable.ts";
export type { RunOptions, StartOptions } from "./host/start-options.ts";
export { decodeEvents, encodeEvents } from "./journal/encode-events.ts";
export type { RedactedPlace, RedactOptions } from "./journal/redact-options.ts";
export { redactedText } from "./journal/redact-options.ts";
export type { MemoryStoreOptions } from "./local/memory-store.ts";
export { memoryStore } from "./local/memory-store.ts";
export { systemClock } from "./local/system-clock.ts";
export { graphSvg } from "./pictures/graph-svg.ts";
export { createPlan } from "./plan/create-plan.ts";
export type {
  CachePolicy,
  CaptureFunction,
  Lambda,
  Parameter,
  PlanWarning,
  Read,
  RetryPolicy,
  StepBody,
  StepDefinition,
  StepForm,
  StepFunction,
  Subflow,
  WorkflowDefinition,
  WriteBackFunction,
} from "./plan/definition.ts";
export type { Duration } from "./plan/duration.ts";
export { parseDuration } from "./plan/duration.ts";
export type { Edge } from "./plan/edge.ts";
export type { GraphEdge, GraphNode, NodeKind } from "./plan/graph.ts";
export { guardedSteps, isGuarded, nodeKindOf } from "./plan/graph.ts";
export { madeFrom } from "./plan/made-from.ts";
export type { EdgeOutline, PartOutline, PlanOutline, StepOutline, WorkflowOutline } from "./plan/outline.ts";
export type { Plan } from "./plan/plan.ts";
export type { Schema } from "./plan/schema.ts";
export type { Clock } from "./ports/clock.ts";
export type { DurationStore, StepDuration, StepDurations } from "./ports/durations.ts";
export { withDurations } from "./ports/durations.ts";
export type { Lease, Leases, TakenRun, WantedRuns } from "./ports/leases.ts";
export type { Memo, MemoStore } from "./ports/memo-store.ts";
export type { ObservedAttempt, ObservedRun, Observer } from "./ports/observer.ts";
export type { PruneRule, RunIndex, RunQuery, StoredRun } from "./ports/run-index.ts";
export { statusAfter } from "./ports/run-index.ts";
export type { StateKey, StateStore, VersionedValues } from "./ports/state-store.ts";
export type { Journal, Store } from "./ports/store.ts";
export type { FactoryResources } from "./resources/factory-resources.ts";
export type { PerRun, PerRunScope } from "./resources/per-run.ts";
export { perRun } from "./resources/per-run.ts";
export { readResources } from "./resources/read-resources.ts";
export type { OpenWait, RunHandle, RunSnapshot, SendOptions } from "./runner/handle.ts";
export type { Schedule } from "./schedule/schedule.ts";
export type { Certainty, DependencyKind } from "./spans/certainty.ts";
export type { ChromeTrace, ChromeTraceEvent } from "./spans/chrome-trace.ts";
export type { CriticalLink, LinkReason } from "./spans/critical-link.ts";
export type { ItemOutcome } from "./spans/item-outcome.ts";
export type { RerunOf, Run, RunPictureOptions, RunStatus, UnhandledEvent } from "./spans/run.ts";
export type {
  AttemptRecord,
  CancelledSpan,
  CancelReason,
  FailedSpan,
  LogLevel,
  LogRecord,
  OpenSpan,
  ReusedFrom,
  RunSpan,
  SettledSpan,
  SkippedSpan,
  SkipReason,
  Span,
  SpanDependency,
  SpanFields,
  SpanStatus,
  StateChange,
  StatePatch,
  SucceededSpan,
  WaitedTimes,
  WaitRecord,
} from "./spans/span.ts";
export type { SpanStretch } from "./spans/span-stretch.ts";
export type { ClassForm, ClassRegistry } from "./state/class-registry.ts";
export { createClassRegistry } from "./state/class-registry.ts";
export type { Live } from "./state/live.ts";
export { live } from "./state/live.ts";
export { holdsLostLive } from "./state/lost-live.ts";
