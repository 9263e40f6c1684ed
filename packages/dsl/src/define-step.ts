import type { Duration, RetryPolicy, Schema, StepContext, StepFunction } from "@stepspan/engine";
import { checkKeys } from "./checks/check-keys.ts";
import { readLimit, readNumber, readSchema, readText, refused, type WrittenOption } from "./checks/options.ts";
import { readRetry } from "./checks/read-retry.ts";
import type { RetryOptions } from "./types/retry-options.ts";
import type { InputOf, ReadValue, ReturnedValue, SchemaOf } from "./types/schemas.ts";

const sharedBody = Symbol.for("stepspan.defined-step");
const keys = ["input", "output", "run", "retry", "timeout", "queue", "pool", "priority", "estimate"] as const;
const place = "A step made with defineStep";

/** What a defined step brings with it. A step that uses it can say otherwise, its schemas apart. */
export interface DefinedStepOptions<Params, Returned, InputSchema, OutputSchema> {
  /** Parses the parameters. */
  readonly input?: (InputSchema & SchemaOf<Params>) | undefined;
  /** Parses what `run` returns. */
  readonly output?: OutputSchema | undefined;
  readonly run: (params: Params, context: StepContext) => ReturnedValue<Returned, OutputSchema>;
  readonly retry?: RetryOptions | undefined;
  /** Limit of one attempt. */
  readonly timeout?: Duration | undefined;
  /** The name of a queue of the engine. */
  readonly queue?: string | undefined;
  /** Where it is called, on hosts that have several places, such as "gpu". The local engine ignores it. */
  readonly pool?: string | undefined;
  /** Higher first among the steps that are ready. */
  readonly priority?: number | undefined;
  /** The expected time of one attempt. */
  readonly estimate?: Duration | undefined;
}

/** The checked body of a step, without a name and a place; null for what it does not say. */
export interface SharedBody {
  readonly run: StepFunction;
  readonly input: Schema | null;
  readonly output: Schema | null;
  readonly retry: RetryPolicy | null;
  readonly timeoutMs: number | null;
  readonly queue: string | null;
  readonly pool: string | null;
  readonly priority: number | null;
  readonly estimateMs: number | null;
}

/**
 * A body that steps of several workflows share, made with `defineStep`.
 *
 * @typeParam Params what is written as `params` of a step that uses it
 * @typeParam Output what is read from such a step
 */
export interface DefinedStep<in Params, out Output> {
  readonly [sharedBody]: SharedBody;
  /** Never there at run time: it only carries the types. */
  readonly "~types"?: (params: Params) => Output;
}

/**
 * Makes a body that can be the `run` of many steps.
 *
 * @throws DefinitionError for options that make no sense
 */
export function defineStep<
  Params extends object,
  Returned,
  InputSchema extends Schema = never,
  OutputSchema extends Schema = never,
>(
  options: DefinedStepOptions<Params, Returned, InputSchema, OutputSchema>,
): DefinedStep<[InputSchema] extends [never] ? Params : InputOf<InputSchema>, ReadValue<Returned, OutputSchema>> {
  const written = checkKeys(options, keys, place);
  const option = (name: (typeof keys)[number]): WrittenOption => ({ place, name, value: written[name] });
  if (typeof written.run !== "function") throw refused(option("run"), "Give a function.");
  const priority = option("priority");
  const body: SharedBody = Object.freeze({
    run: written.run as StepFunction, // only the runner calls it, with what the types say
    input: readSchema(option("input")),
    output: readSchema(option("output")),
    retry: readRetry(option("retry")),
    timeoutMs: readLimit(option("timeout")),
    queue: readText(option("queue")),
    pool: readText(option("pool")),
    priority: priority.value === undefined ? null : readNumber(priority, 0, Number.isFinite, "a number"),
    estimateMs: readLimit(option("estimate")),
  });
  return Object.freeze({ [sharedBody]: body }) as { readonly [sharedBody]: SharedBody }; // a computed key loses its type
}

/** The body of a defined step; null for anything else. */
export function sharedBodyOf(value: unknown): SharedBody | null {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, sharedBody)) return null;
  return (value as DefinedStep<never, unknown>)[sharedBody]; // only defineStep writes this key
}
