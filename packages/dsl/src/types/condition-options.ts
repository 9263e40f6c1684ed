import type { ScopeFunction } from "./parameters.ts";

/**
 * Whether a step begins, and what its failure means.
 *
 * @typeParam Names the names of the earlier steps
 * @typeParam Scope what its guard is called with
 * @typeParam Decision what its guard returns; never if it has none
 * @typeParam SkipWith the names that its `skipWith` lists; never if it lists none
 * @typeParam Tolerated whether its failure is tolerated
 */
export interface ConditionOptions<Names extends string, Scope, Decision, SkipWith, Tolerated> {
  /** The guard: false skips the step. */
  readonly when?: ScopeFunction<Scope, Decision> | undefined;
  /** Steps that must have settled first, though nothing is read from them. */
  readonly dependsOn?: readonly Names[] | undefined;
  /** The step is skipped if one of these was skipped or failed tolerated. */
  readonly skipWith?: readonly SkipWith[] | undefined;
  /** A failure is recorded and tolerated. */
  readonly continueOnError?: Tolerated | undefined;
}

/** For kinds of step that can be finalisers. */
export interface FinaliserOption<SkipWith, Always> {
  /** A finaliser: runs once its dependencies have settled, whatever came of them. */
  readonly always?: ([SkipWith] extends [never] ? Always : "always excludes skipWith") | undefined;
}
