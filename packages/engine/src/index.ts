export type { ActiveContext } from "./context/active-context.ts";
export { currentSpan, getRunContext, parentSpan, stepSpan } from "./context/functions.ts";
export type { LambdaScope, ReadSpan } from "./context/lambda-scope.ts";
export type { RunContext } from "./context/run-context.ts";
export { callInLambda } from "./context/slot.ts";
export type {
  AttemptMetadata,
  LogWriter,
  RunIdentity,
  SpanWriter,
  StepContext,
  UsageWriter,
} from "./context/step-context.ts";
export type { RunEvent } from "./core/events.ts";
export type { ErrorCode } from "./errors/base.ts";
export { StepspanError } from "./errors/base.ts";
export { CycleError, DefinitionError } from "./errors/definition-errors.ts";
export type {
  Lambda,
  Parameter,
  PlanWarning,
  Read,
  ReadMode,
  RetryPolicy,
  StepDefinition,
  StepFunction,
  WorkflowDefinition,
} from "./plan/definition.ts";
export type { Schema } from "./ports/schema.ts";
export type { Run, RunStatus } from "./runner/run.ts";
export type { Certainty, DependencyKind } from "./spans/certainty.ts";
export type {
  AttemptRecord,
  CancelledSpan,
  CancelReason,
  FailedSpan,
  LogLevel,
  LogRecord,
  OpenSpan,
  RunSpan,
  SettledSpan,
  SkippedSpan,
  SkipReason,
  Span,
  SpanDependency,
  SpanFields,
  SpanStatus,
  SucceededSpan,
} from "./spans/span.ts";
