import type { DeclaredTypes } from "./declared-types.ts";
import type { Scope } from "./scope.ts";
import type { StepType } from "./step-types.ts";
import type { NeedsOfChild, SubflowOptions, SubWorkflow, TypesOfChild } from "./subflow-options.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, WorkflowWith } from "./workflow-types.ts";

/**
 * What `.subflow` is; the type parameters are those of the workflow.
 *
 * @see StepMethod for `Known`
 */
export interface SubflowMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a workflow as a step. It runs by itself: nothing crosses but its input, its output, and what `capture` and
   * `writeBack` name.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  subflow<
    const Name extends string,
    Child extends SubWorkflow,
    Known extends Steps,
    const Captured extends string = never,
    Written = never,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
    Tolerated extends boolean = false,
    Always extends boolean = false,
  >(
    name: NewName<Name, Known["name"]>,
    options: SubflowOptions<
      Known["name"],
      Scope<Input["parsed"], Known, SkipWith, Always>,
      Declared,
      Child,
      Captured,
      Written,
      Decision,
      SkipWith,
      Tolerated,
      Always
    > &
      NeedsOfChild<Child, Captured>,
  ): WorkflowWith<
    Input,
    Output,
    Steps,
    Declared,
    NewStep<Name, OutputOfChild<Child, Written>, Decision, SkipWith, Tolerated>,
    Always
  >;
}

type OutputOfChild<Child extends SubWorkflow, Written> = [Written] extends [never]
  ? TypesOfChild<Child>["output"]
  : Written;
