import type { Schema } from "@stepspan/engine";
import type { DeclaredTypes } from "./declared-types.ts";
import type { RequiredParams } from "./parameters.ts";
import type { ReadValue } from "./schemas.ts";
import type { Scope } from "./scope.ts";
import type { StepOptions } from "./step-options.ts";
import type { StepType } from "./step-types.ts";
import type { CheckedStream } from "./streams.ts";
import type { Workflow } from "./workflow.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, OutputWith } from "./workflow-types.ts";

/**
 * What `.step` is; the type parameters are those of the workflow.
 *
 * `Known` is always `Steps`, since nothing is inferred for it. The options mention it and not `Steps`: a type parameter of
 * the method stands for all steps until it is resolved, and the compiler does not go through them at each option.
 */
export interface StepMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a step. Its lambdas can read the steps written before it.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  step<
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
  >(
    name: NewName<Name, Known["name"]>,
    options: StepOptions<
      Known["name"],
      Scope<Input["parsed"], Known, SkipWith, Always>,
      Declared,
      Params,
      Returned,
      Decision,
      SkipWith,
      Tolerated,
      Always,
      InputSchema,
      OutputSchema,
      Collected
    > &
      CheckedStream<Returned, OutputSchema, Collected> &
      RequiredParams<Params, InputSchema>,
  ): Workflow<
    Input,
    OutputWith<
      Output,
      ReadValue<Returned, OutputSchema, Collected>,
      NewStep<Name, unknown, Decision, SkipWith, Tolerated>,
      Always
    >,
    Steps | NewStep<Name, ReadValue<Returned, OutputSchema, Collected>, Decision, SkipWith, Tolerated>,
    Declared
  >;
}
