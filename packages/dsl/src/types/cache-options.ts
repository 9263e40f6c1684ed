import type { Duration } from "@stepspan/engine";

/** For kinds of step that call a function. */
export interface CacheOption<Params> {
  /**
   * Whether an output of an earlier run is used again where all that it depends on is the same: the parameters as they
   * are recorded, the place of the step, the versions of its workflow and of itself, and the source of its `run` and
   * `collect`, white space and comments aside. Of a map and a loop each item is used again by itself.
   *
   * `run` is not called then: what it writes to states, sends, emits, logs or counts is not repeated, nor is a stop.
   * What it reads beside its parameters, functions that it calls and its output schema do not count: change `version`
   * with them. Bound functions all look the same. The order of the keys of objects does not count, that of the entries
   * of maps and sets does. A step with a live parameter, or with a constant that cannot be recorded, does its work anew
   * each time unless it has a `key`; an output that is live is not kept. Of two runs at once both do the work.
   *
   * Default: false.
   */
  readonly cache?: boolean | CacheOptions<NoInfer<Params>> | undefined;
}

/** How outputs are used again in later runs. `Params` is what `run` takes. */
export interface CacheOptions<Params> {
  /**
   * Gives what counts in place of the parameters: a text, or a list of values that can be recorded. Called once for each
   * evaluation; a throw fails the step. It reads nothing but the parameters.
   */
  readonly key?: ((scope: { readonly params: Params }) => CacheKey) | undefined;
  /** How long an output can be used again after it was made; using it does not prolong it. Default: without end. */
  readonly ttl?: Duration | undefined;
  /** To be changed with anything that changes the output and that is not seen otherwise. */
  readonly version?: string | undefined;
}

/** What can stand for the parameters. */
export type CacheKey = string | readonly unknown[];
