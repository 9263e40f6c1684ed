import type { Duration } from "@stepspan/engine";
import type { RetryOptions } from "./retry-options.ts";
import type { SchemaOf } from "./schemas.ts";

/**
 * How the function of a step is called.
 *
 * @typeParam Params what its `run` takes
 * @typeParam InputSchema the schema of its parameters; never if it has none
 * @typeParam OutputSchema the schema of its output; never if it has none
 */
export interface AttemptOptions<Params, InputSchema, OutputSchema> {
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
  /** Names of parameters that are copied into the step's `stepState`. */
  readonly keepInState?: readonly (keyof NoInfer<Params> & string)[] | undefined;
}
