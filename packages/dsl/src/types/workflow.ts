import type { Plan, Schema } from "@stepspan/engine";
import type { RequiredParams } from "./parameters.ts";
import type { ReadValue } from "./schemas.ts";
import type { Scope } from "./scope.ts";
import type { StepOptions } from "./step-options.ts";
import type { OutputsOf, StepType } from "./step-types.ts";
import type {
  InputTypes,
  NewName,
  NewStep,
  OutputAfterReturns,
  OutputTypes,
  OutputWith,
  ReturnsValue,
} from "./workflow-types.ts";

/**
 * A named set of steps. It never changes: every method returns a new workflow.
 *
 * @typeParam Input what goes in
 * @typeParam Output what comes out
 * @typeParam Steps its steps, as a union
 */
export interface Workflow<out Input extends InputTypes, out Output extends OutputTypes, out Steps extends StepType> {
  readonly name: string;
  /** The checked plan; made when it is first asked for. */
  readonly plan: Plan;
  /** The steps and what they wait for, as a graphology graph: a copy, made anew at each access. */
  readonly graph: Plan["graph"];
  /** Draws the graph as a Mermaid flowchart. */
  toMermaid(): string;
  /** Draws the graph in the language of Graphviz. */
  toDot(): string;
  /**
   * Adds a step. Its lambdas can read the steps written before it.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  step<
    const Name extends string,
    Params extends object,
    Returned,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
    Tolerated extends boolean = false,
    Always extends boolean = false,
    InputSchema extends Schema = never,
    OutputSchema extends Schema = never,
  >(
    name: NewName<Name, Steps["name"]>,
    options: StepOptions<
      Steps["name"],
      Scope<Input["parsed"], Steps, SkipWith, Always>,
      Params,
      Returned,
      Decision,
      SkipWith,
      Tolerated,
      Always,
      InputSchema,
      OutputSchema
    > &
      RequiredParams<Params, InputSchema>,
  ): Workflow<
    Input,
    OutputWith<
      Output,
      ReadValue<Returned, OutputSchema>,
      NewStep<Name, unknown, Decision, SkipWith, Tolerated>,
      Always
    >,
    Steps | NewStep<Name, ReadValue<Returned, OutputSchema>, Decision, SkipWith, Tolerated>
  >;
  /**
   * Says what the workflow returns. Without it that is the output of the last step that is not `always`, or null if
   * that step did not succeed in a run that did.
   *
   * @throws DefinitionError if it was said before, or if the lambda reads a step that is not there
   */
  returns<Lambda extends (scope: Scope<Input["parsed"], Steps>) => ReturnsValue<Output>>(
    lambda: Lambda,
  ): Workflow<Input, OutputAfterReturns<Output, ReturnType<Lambda>>, Steps>;
  /** Never there at run time: it only carries the types. */
  readonly "~types"?: {
    readonly input: Input["given"];
    readonly output: Output["result"];
    readonly outputs: [Steps] extends [infer Known extends StepType] ? OutputsOf<Known> : never;
  };
}

/** Any workflow, for building in a loop: its names are checked at run time, and its outputs are unknown. */
export type AnyWorkflow = Workflow<InputTypes, OutputTypes, StepType>;
