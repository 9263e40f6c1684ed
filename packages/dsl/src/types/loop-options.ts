import type { AttemptOptions, InputOption } from "./attempt-options.ts";
import type { AnyRun } from "./body-options.ts";
import type { CacheOption } from "./cache-options.ts";
import type { CaptureOption } from "./child-options.ts";
import type { ConditionOptions, FinaliserOption } from "./condition-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { EstimateOption } from "./estimate-option.ts";
import type { ScopeFunction, WrittenParams } from "./parameters.ts";

/**
 * The options of a loop: when it ends, and those of a step.
 *
 * @typeParam IterationScope what the lambdas of its parameters are called with
 * @typeParam UntilScope what its `until` is called with
 * @see CaptureOption for Child and Captured
 * @see StepOptions for the others
 */
export interface LoopOptions<
  Names extends string,
  Scope,
  IterationScope,
  UntilScope,
  Declared extends DeclaredTypes,
  Params,
  Output,
  Decision,
  SkipWith,
  Tolerated,
  Always,
  InputSchema,
  OutputSchema,
  Collected,
  Child extends DeclaredTypes,
  Captured extends string,
> extends ConditionOptions<Names, Scope, Decision, SkipWith, Tolerated>,
    FinaliserOption<SkipWith, Always>,
    InputOption<Params, InputSchema>,
    CacheOption<Params>,
    AttemptOptions<Params, Output, OutputSchema, Collected>,
    EstimateOption,
    CaptureOption<Declared, Child, Captured> {
  /**
   * The parameters of one iteration. Written before `run`.
   *
   * The type of `previous` is that of `run`, if `run` stands on its own: a function by its name, a step made with
   * `defineStep`, a workflow, or a function that says the types of its parameters. Otherwise it is unknown.
   */
  readonly params?: WrittenParams<IterationScope, Params, InputSchema>;
  /** The work of one iteration: a function, a step made with `defineStep`, or a workflow that takes `params`. */
  readonly run: AnyRun<Params, Output, OutputSchema, Declared, Child>;
  /** True ends the loop; asked after each iteration. Written after `run`, from which it has the type of `output`. */
  readonly until: ScopeFunction<UntilScope, boolean>;
  /** After so many iterations the loop ends, with the last output: a whole number of at least 1. */
  readonly maxIterations: number;
}
