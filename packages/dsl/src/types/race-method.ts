import type { DeclaredTypes } from "./declared-types.ts";
import type { GuardedStep, StepType } from "./step-types.ts";
import type { Workflow } from "./workflow.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, OutputWith } from "./workflow-types.ts";

/** The options of a race. */
export interface RaceOptions<Members, Tolerated> {
  /** At least two earlier steps. Each step is in one race at most, and none has `always`. */
  readonly of: ListOfTwo<Members>;
  /** A failure is recorded and tolerated. */
  readonly continueOnError?: Tolerated | undefined;
}

/** What `.race` is; the type parameters are those of the workflow. */
export interface RaceMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a step that settles with the first of some steps to succeed, and has its output. The others are cancelled and
   * read as skipped, so all of them count as guarded for what is written from here on.
   *
   * @throws DefinitionError for a name that is empty or taken, and for steps that cannot be in this race
   */
  race<const Name extends string, Members extends Steps["name"], Tolerated extends boolean = false>(
    name: NewName<Name, Steps["name"]>,
    options: RaceOptions<Members, Tolerated>,
  ): Workflow<
    Input,
    OutputWith<Output, OutputOfAny<Steps, Members>, NewStep<Name, unknown, never, never, Tolerated>, false>,
    RacedSteps<Steps, Members> | NewStep<Name, OutputOfAny<Steps, Members>, never, never, Tolerated>,
    Declared
  >;
}

/** How many names are in a list that is made at run time is checked then. */
type ListOfTwo<Members> =
  | readonly [Members, Members, ...Members[]]
  | (string extends Members ? readonly Members[] : never);

type OutputOfAny<Steps extends StepType, Members> = Extract<Steps, { readonly name: Members }>["output"];

type RacedSteps<Steps extends StepType, Members> = Steps extends { readonly name: Members }
  ? GuardedStep<Steps["name"], Steps["output"]>
  : Steps;
