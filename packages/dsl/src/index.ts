export type { JsonValue } from "./config/json-value.ts";
export type { NamedFunction, WorkflowParts } from "./config/parts.ts";
export type { Reference, ScopeName, ScopeReference, StepReference } from "./config/reference.ts";
export type {
  BodyConfig,
  CacheConfig,
  CaptureConfig,
  CountConfig,
  EventConfig,
  FormConfig,
  FunctionBodyConfig,
  RetryConfig,
  StepConfig,
  StepKind,
  StepOptionsConfig,
  WorkflowBodyConfig,
  WriteBackConfig,
} from "./config/step-config.ts";
export type {
  ConditionConfig,
  EdgeConfig,
  LambdaConfig,
  ParameterConfig,
  WorkflowConfig,
  WorkflowOptionsConfig,
} from "./config/workflow-config.ts";
export { workflowFromConfig } from "./config/workflow-from-config.ts";
export type { EventOf } from "./define-event.ts";
export { defineEvent } from "./define-event.ts";
export type { DefinedStep, DefinedStepOptions } from "./define-step.ts";
export { defineStep } from "./define-step.ts";
export type { Literal } from "./literal.ts";
export { literal } from "./literal.ts";
export type { CacheKey, CacheOptions } from "./types/cache-options.ts";
export type { ContextOf } from "./types/context-of.ts";
export type { DeclaredBy, DeclaredTypes, WithResources } from "./types/declared-types.ts";
export type { LoopOptions } from "./types/loop-options.ts";
export type { MapOptions } from "./types/map-options.ts";
export type { OnOptions } from "./types/on-options.ts";
export type { RaceOptions } from "./types/race-method.ts";
export type { RetryOptions } from "./types/retry-options.ts";
export type { ObjectSchema } from "./types/schemas.ts";
export type {
  EventScope,
  ItemScope,
  IterationScope,
  ReadOptions,
  ReadStep,
  Scope,
  UntilScope,
} from "./types/scope.ts";
export type { StepOptions } from "./types/step-options.ts";
export type { GuardedStep, OutputsOf, PlainStep, StepType } from "./types/step-types.ts";
export type {
  CapturedValues,
  CaptureFrom,
  CaptureOptions,
  PathMapping,
  SubflowOptions,
  SubWorkflow,
  WriteBackOptions,
  WriteBackTo,
} from "./types/subflow-options.ts";
export type { SleepOptions, WaitStepOptions } from "./types/wait-methods.ts";
export type { AnyWorkflow, Workflow } from "./types/workflow.ts";
export type {
  InputTypes,
  LastOutput,
  OutputTypes,
  ParsedInput,
  ParsedOutput,
  ReturnedOutput,
  WorkflowWith,
} from "./types/workflow-types.ts";
export type { WorkflowOptions } from "./workflow.ts";
export { workflow } from "./workflow.ts";
