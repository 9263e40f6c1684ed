import type { Schema } from "@stepspan/engine";
import type { NeedsOfBody } from "./child-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { OnOptions } from "./on-options.ts";
import type { OutputsOfItems } from "./outputs-of-items.ts";
import type { RequiredParams } from "./parameters.ts";
import type { ReadValue } from "./schemas.ts";
import type { EventScope, Scope } from "./scope.ts";
import type { StepType } from "./step-types.ts";
import type { CheckedStream } from "./streams.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, WorkflowWith } from "./workflow-types.ts";

/**
 * What `.on` is; the type parameters are those of the workflow.
 *
 * @see StepMethod for `Known`
 */
export interface OnMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a step that does its work once for each event of a kind that is sent in the run. Its output is the list of
   * what came of the events, in their order.
   *
   * A failure at one event fails the step. With `continueOnError` it does not: the output then has an `ItemOutcome` for
   * each.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  on<
    const Name extends string,
    Params extends object,
    Returned,
    Data,
    Known extends Steps,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
    Tolerated extends boolean = false,
    InputSchema extends Schema = never,
    OutputSchema extends Schema = never,
    Collected = never,
    Child extends DeclaredTypes = never,
    const Captured extends string = never,
  >(
    name: NewName<Name, Known["name"]>,
    options: OnOptions<
      Known["name"],
      Scope<Input["parsed"], Known, SkipWith>,
      EventScope<Input["parsed"], Known, SkipWith, Data>,
      Declared,
      Data,
      Params,
      Returned,
      Decision,
      SkipWith,
      Tolerated,
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
    NewStep<
      Name,
      OutputsOfItems<ReadValue<Returned, OutputSchema, Collected>, Tolerated>,
      Decision,
      SkipWith,
      Tolerated
    >
  >;
}
