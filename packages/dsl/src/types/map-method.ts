import type { Schema } from "@stepspan/engine";
import type { NeedsOfBody } from "./child-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { MapOptions } from "./map-options.ts";
import type { OutputsOfItems } from "./outputs-of-items.ts";
import type { RefusedPromises, RequiredParams } from "./parameters.ts";
import type { ReadValue } from "./schemas.ts";
import type { ItemScope, Scope } from "./scope.ts";
import type { StepType } from "./step-types.ts";
import type { CheckedStream } from "./streams.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, WorkflowWith } from "./workflow-types.ts";

/**
 * What `.map` is; the type parameters are those of the workflow.
 *
 * @see StepMethod for `Known`
 */
export interface MapMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a step that does its work once for each item of a list, all at once unless `concurrency` says otherwise. Its
   * output is the list of what came of the items, in the order of the items.
   *
   * A failed item fails the step. With `continueOnError` it does not: the output then has an `ItemOutcome` for each.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  map<
    const Name extends string,
    Params extends object,
    Returned,
    Item,
    Known extends Steps,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
    Tolerated extends boolean = false,
    Always extends boolean = false,
    OutputSchema extends Schema = never,
    Collected = never,
    Child extends DeclaredTypes = never,
    const Captured extends string = never,
  >(
    name: NewName<Name, Known["name"]>,
    options: MapOptions<
      Known["name"],
      Scope<Input["parsed"], Known, SkipWith, Always>,
      ItemScope<Input["parsed"], Known, SkipWith, Always, Item>,
      Declared,
      Item,
      Params,
      Returned,
      Decision,
      SkipWith,
      Tolerated,
      Always,
      OutputSchema,
      Collected,
      Child,
      Captured
    > &
      NeedsOfBody<Child, Captured> &
      CheckedStream<Returned, OutputSchema, Collected> &
      RequiredParams<Params, never> &
      RefusedPromises<Params>,
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
    >,
    Always
  >;
}
