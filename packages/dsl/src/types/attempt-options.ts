import type { Duration } from "@stepspan/engine";
import type { RetryOptions } from "./retry-options.ts";
import type { SchemaOf } from "./schemas.ts";

/** For kinds of step whose parameters a schema can parse. */
export interface InputOption<Params, InputSchema> {
  /** Parses the parameters. */
  readonly input?: (InputSchema & SchemaOf<Params>) | undefined;
}

/**
 * How the function of a step is called.
 *
 * @typeParam Params what its `run` takes
 * @typeParam OutputSchema the schema of its output; never if it has none
 */
export interface AttemptOptions<Params, OutputSchema> {
  readonly retry?: RetryOptions | undefined;
  /** Limit of one attempt. */
  readonly timeout?: Duration | undefined;
  /** The name of a queue of the engine. */
  readonly queue?: string | undefined;
  /** Higher first among the steps that are ready. Default: 0. */
  readonly priority?: number | undefined;
  /** Parses what `run` returns. */
  readonly output?: OutputSchema | undefined;
  /** Names of parameters that are copied into the step's `stepState`. */
  readonly keepInState?: readonly (keyof NoInfer<Params> & string)[] | undefined;
}
