import type { Duration, EventDefinition } from "@stepspan/engine";
import type { ConditionOptions } from "./condition-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { EstimateOption } from "./estimate-option.ts";
import type { Scope } from "./scope.ts";
import type { StepType } from "./step-types.ts";
import type { InputTypes, NewName, NewStep, OutputTypes, WorkflowWith } from "./workflow-types.ts";

/** The options of a step that waits for an event. */
export interface WaitStepOptions<Names extends string, Scope, Data, Decision, SkipWith, Tolerated>
  extends ConditionOptions<Names, Scope, Decision, SkipWith, Tolerated>,
    EstimateOption {
  /** Made with `defineEvent`. */
  readonly event: EventDefinition<Data>;
  /** Chooses among the events; each is asked about once. */
  readonly where?: ((data: NoInfer<Data>) => boolean) | undefined;
  /** After this time the step fails with a StepTimeoutError. Default: no limit. */
  readonly timeout?: Duration | undefined;
}

/** The options of a step that waits for a time. */
export type SleepOptions<Names extends string, Scope, Decision, SkipWith> = Omit<
  ConditionOptions<Names, Scope, Decision, SkipWith, false>,
  "continueOnError"
>;

/**
 * What `.wait` and `.sleep` are; the type parameters are those of the workflow.
 *
 * @see StepMethod for `Known`
 */
export interface WaitMethods<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Adds a step that waits for an event. Its output is the event's data.
   *
   * @throws DefinitionError for a name that is empty or taken, and for options that make no sense
   */
  wait<
    const Name extends string,
    Data,
    Known extends Steps,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
    Tolerated extends boolean = false,
  >(
    name: NewName<Name, Known["name"]>,
    options: WaitStepOptions<
      Known["name"],
      Scope<Input["parsed"], Known, SkipWith>,
      Data,
      Decision,
      SkipWith,
      Tolerated
    >,
  ): WorkflowWith<Input, Output, Steps, Declared, NewStep<Name, Data, Decision, SkipWith, Tolerated>>;
  /**
   * Adds a step that waits for a time: milliseconds, or a text such as `"30s"`. Its output is null.
   *
   * @throws DefinitionError for a name that is empty or taken, and for a duration or options that make no sense
   */
  sleep<
    const Name extends string,
    Known extends Steps,
    Decision extends boolean = never,
    SkipWith extends Steps["name"] = never,
  >(
    name: NewName<Name, Known["name"]>,
    duration: Duration,
    options?: SleepOptions<Known["name"], Scope<Input["parsed"], Known, SkipWith>, Decision, SkipWith>,
  ): WorkflowWith<Input, Output, Steps, Declared, NewStep<Name, null, Decision, SkipWith, false>>;
}
