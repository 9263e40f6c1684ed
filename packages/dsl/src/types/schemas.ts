import type { Schema } from "@stepspan/engine";
import type { core } from "zod";

/** A zod schema of an object. */
export type ObjectSchema = core.$ZodObject;

/** What a schema parses, before it does. */
export type InputOf<ParsingSchema> = ParsingSchema extends Schema ? core.input<ParsingSchema> : never;

/** What a schema makes of what it parses. */
export type OutputOf<ParsingSchema> = ParsingSchema extends Schema ? core.output<ParsingSchema> : never;

/** A schema whose output is `Output`. */
export interface SchemaOf<Output> {
  readonly _zod: { readonly output: Output };
}

/**
 * What a body returns: with an output schema what that parses, or a promise of it. A stream is parsed when it has
 * become a list, or what `collect` makes of it; `CheckedStream` looks at that.
 */
export type ReturnedValue<Output, OutputSchema> = [OutputSchema] extends [never]
  ? Output
  : InputOf<OutputSchema> | PromiseLike<InputOf<OutputSchema>> | (Output & Stream);

type Stream = AsyncIterable<unknown> | PromiseLike<AsyncIterable<unknown>>;

/** What the readers of a step get. `Collected`: what `collect` returns, never without it. */
export type ReadValue<Output, OutputSchema, Collected = never> = [OutputSchema] extends [never]
  ? CollectedValue<Output, Collected>
  : OutputOf<OutputSchema>;

/** `infer` keeps the compiler from taking what a reader expects for what `collect` returns. */
type CollectedValue<Output, Collected> = [Collected] extends [infer Made]
  ? [Made] extends [never]
    ? StreamedList<Awaited<Output>>
    : Awaited<Made>
  : never;

/** The list of the items of a stream; anything else as it is. */
type StreamedList<Output> = Output extends AsyncIterable<infer Item> ? readonly Item[] : Output;
