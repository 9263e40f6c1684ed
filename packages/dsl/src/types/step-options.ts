import type { Duration, StepContext } from "@stepspan/engine";
import type { DefinedStep } from "../define-step.ts";
import type { ScopeFunction, WrittenParams } from "./parameters.ts";
import type { RetryOptions } from "./retry-options.ts";
import type { ReturnedValue, SchemaOf } from "./schemas.ts";

/**
 * The options of a step.
 *
 * @typeParam Names the names of the earlier steps
 * @typeParam Scope what its lambdas are called with
 * @typeParam Params what its `run` takes
 * @typeParam Output what its `run` returns
 * @typeParam Decision what its guard returns; never if it has none
 * @typeParam SkipWith the names that its `skipWith` lists; never if it lists none
 * @typeParam Tolerated whether its failure is tolerated
 * @typeParam Always whether it is a finaliser
 * @typeParam InputSchema the schema of its parameters; never if it has none
 * @typeParam OutputSchema the schema of its output; never if it has none
 */
export interface StepOptions<
  Names extends string,
  Scope,
  Params,
  Output,
  Decision,
  SkipWith,
  Tolerated,
  Always,
  InputSchema,
  OutputSchema,
> {
  /** Where the parameters come from: constants, lambdas, and values made with `literal`. Written before `run`. */
  readonly params?: WrittenParams<Scope, Params, InputSchema>;
  /** The work. Written after `params`, from which an inline function has the types of its parameters. */
  readonly run:
    | ((params: Params, context: StepContext) => ReturnedValue<Output, OutputSchema>)
    | DefinedStep<Params, ReturnedValue<Output, OutputSchema>>;
  /** The guard: false skips the step. */
  readonly when?: ScopeFunction<Scope, Decision> | undefined;
  /** Steps that must have settled first, though nothing is read from them. */
  readonly dependsOn?: readonly Names[] | undefined;
  /** The step is skipped if one of these was skipped or failed tolerated. */
  readonly skipWith?: readonly SkipWith[] | undefined;
  /** A finaliser: runs once its dependencies have settled, whatever came of them. */
  readonly always?: ([SkipWith] extends [never] ? Always : "always excludes skipWith") | undefined;
  /** A failure is recorded and tolerated. */
  readonly continueOnError?: Tolerated | undefined;
  readonly retry?: RetryOptions | undefined;
  /** Limit of one attempt. */
  readonly timeout?: Duration | undefined;
  /** The name of a queue of the engine. */
  readonly queue?: string | undefined;
  /** Higher first among the steps that are ready. Default: 0. */
  readonly priority?: number | undefined;
  /** Parses the parameters. */
  readonly input?: (InputSchema & SchemaOf<Params>) | undefined;
  /** Parses what `run` returns. */
  readonly output?: OutputSchema | undefined;
}
