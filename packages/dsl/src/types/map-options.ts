import type { AttemptOptions } from "./attempt-options.ts";
import type { AnyRun } from "./body-options.ts";
import type { CacheOption } from "./cache-options.ts";
import type { CaptureOption } from "./child-options.ts";
import type { ConditionOptions, FinaliserOption } from "./condition-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { EstimateOption } from "./estimate-option.ts";
import type { ItemParams, ScopeFunction } from "./parameters.ts";

/**
 * The options of a map: what it is over, and those of a step. A step made with `defineStep` can have an input schema.
 *
 * @typeParam Item an item of the list
 * @typeParam ItemScope what the lambdas of its parameters are called with
 * @see CaptureOption for Child and Captured
 * @see StepOptions for the others
 */
export interface MapOptions<
  Names extends string,
  Scope,
  ItemScope,
  Declared extends DeclaredTypes,
  Item,
  Params,
  Output,
  Decision,
  SkipWith,
  Tolerated,
  Always,
  OutputSchema,
  Collected,
  Child extends DeclaredTypes,
  Captured extends string,
> extends ConditionOptions<Names, Scope, Decision, SkipWith, Tolerated>,
    FinaliserOption<SkipWith, Always>,
    CacheOption<Params>,
    AttemptOptions<Params, Output, OutputSchema, Collected>,
    EstimateOption,
    CaptureOption<Declared, Child, Captured> {
  /** The list, or a lambda that gives it. Written before `params`, whose lambdas have the type of `item` from it. */
  readonly over: readonly Item[] | ScopeFunction<Scope, readonly Item[]>;
  /** The parameters for one item. Written before `run`. */
  readonly params?: ItemParams<ItemScope, Params>;
  /** The work, done once for each item: a function, a step made with `defineStep`, or a workflow that takes `params`. */
  readonly run: AnyRun<Params, Output, OutputSchema, Declared, Child>;
  /** How many items at once: a whole number of at least 1. Default: Infinity. */
  readonly concurrency?: number | undefined;
}
