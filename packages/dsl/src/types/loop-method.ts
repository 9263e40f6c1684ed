import type { Schema } from "@stepspan/engine";
import type { NeedsOfBody } from "./child-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { LoopOptions } from "./loop-options.ts";
import type { RequiredParams } from "./parameters.ts";
import type { ReadValue } from "./schemas.ts";
import type { IterationScope, Scope, UntilScope } from "./scope.ts";
import type { StepType } from "./step-types.ts";
import type { CheckedStream } from "./streams.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, WorkflowWith } from "./workflow-types.ts";

/**
 * What `.loop` is; the type parameters are those of the workflow.
 *
 * @see StepMethod for `Known`
 */
export interface LoopMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a step that does its work once, and again until `until` gives true. Its output is that of the last iteration.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  loop<
    const Name extends string,
    Params extends object,
    Returned,
    Known extends Steps,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
    Tolerated extends boolean = false,
    Always extends boolean = false,
    InputSchema extends Schema = never,
    OutputSchema extends Schema = never,
    Collected = never,
    Child extends DeclaredTypes = never,
    const Captured extends string = never,
  >(
    name: NewName<Name, Known["name"]>,
    options: LoopOptions<
      Known["name"],
      Scope<Input["parsed"], Known, SkipWith, Always>,
      IterationScope<Input["parsed"], Known, SkipWith, Always, ReadValue<Returned, OutputSchema, Collected>>,
      UntilScope<Input["parsed"], Known, SkipWith, Always, ReadValue<Returned, OutputSchema, Collected>>,
      Declared,
      Params,
      Returned,
      Decision,
      SkipWith,
      Tolerated,
      Always,
      InputSchema,
      OutputSchema,
      Collected,
      Child,
      Captured
    > &
      NeedsOfBody<Child, Captured> &
      CheckedStream<Returned, OutputSchema, Collected> &
      RequiredParams<Params, InputSchema>,
  ): WorkflowWith<
    Input,
    Output,
    Steps,
    Declared,
    NewStep<Name, ReadValue<Returned, OutputSchema, Collected>, Decision, SkipWith, Tolerated>,
    Always
  >;
}
