import type { AttemptOptions, InputOption } from "./attempt-options.ts";
import type { StepRun } from "./body-options.ts";
import type { CacheOption } from "./cache-options.ts";
import type { ConditionOptions, FinaliserOption } from "./condition-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { EstimateOption } from "./estimate-option.ts";
import type { WrittenParams } from "./parameters.ts";

/**
 * The options of a step.
 *
 * @typeParam Names the names of the earlier steps
 * @typeParam Scope what its lambdas are called with
 * @typeParam Declared what the workflow declares
 * @typeParam Params what its `run` takes
 * @typeParam Output what its `run` returns
 * @typeParam Decision what its guard returns; never if it has none
 * @typeParam SkipWith the names that its `skipWith` lists; never if it lists none
 * @typeParam Tolerated whether its failure is tolerated
 * @typeParam Always whether it is a finaliser
 * @typeParam InputSchema the schema of its parameters; never if it has none
 * @typeParam OutputSchema the schema of its output; never if it has none
 * @typeParam Collected what its `collect` returns; never if it has none
 */
export interface StepOptions<
  Names extends string,
  Scope,
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
> extends ConditionOptions<Names, Scope, Decision, SkipWith, Tolerated>,
    FinaliserOption<SkipWith, Always>,
    InputOption<Params, InputSchema>,
    CacheOption<Params>,
    AttemptOptions<Params, Output, OutputSchema, Collected>,
    EstimateOption {
  /** Where the parameters come from: constants, lambdas, and values made with `literal`. Written before `run`. */
  readonly params?: WrittenParams<Scope, Params, InputSchema>;
  /** The work. Written after `params`, from which an inline function has the types of its parameters. */
  readonly run: StepRun<Params, Output, OutputSchema, Declared>;
}
