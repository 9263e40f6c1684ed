import type { Duration } from "@stepspan/engine";
import type { RetryOptions } from "./retry-options.ts";
import type { SchemaOf } from "./schemas.ts";
import type { StreamItem } from "./streams.ts";

/** For kinds of step whose parameters a schema can parse. */
export interface InputOption<Params, InputSchema> {
  /** Parses the parameters. */
  readonly input?: (InputSchema & SchemaOf<Params>) | undefined;
}

/**
 * How the function of a step is called.
 *
 * @typeParam Params what its `run` takes
 * @typeParam Output what its `run` returns
 * @typeParam OutputSchema the schema of its output; never if it has none
 * @typeParam Collected what its `collect` returns; never if it has none
 */
export interface AttemptOptions<Params, Output, OutputSchema, Collected> {
  readonly retry?: RetryOptions | undefined;
  /** Limit of one attempt. */
  readonly timeout?: Duration | undefined;
  /** The name of a queue of the engine. */
  readonly queue?: string | undefined;
  /** Where it is called, on hosts that have several places, such as "gpu". The local engine ignores it. */
  readonly pool?: string | undefined;
  /** Higher first among the steps that are ready. Default: 0. */
  readonly priority?: number | undefined;
  /**
   * Makes the output of what `run` streams, if it returns an async iterable. Written after `run`. Default: the list of
   * the items.
   */
  readonly collect?: ((items: readonly StreamItem<Output>[]) => Collected) | undefined;
  /** Parses what `run` returns; what it streams when it is collected. */
  readonly output?: OutputSchema | undefined;
  /** Names of parameters that are copied into the step's `stepState`. */
  readonly keepInState?: readonly (keyof NoInfer<Params> & string)[] | undefined;
}
