import type { InputOf } from "./schemas.ts";

/** The items of what a body streams, if it is a stream that it returns. */
export type StreamItem<Returned> = Awaited<Returned> extends AsyncIterable<infer Item> ? Item : never;

/**
 * Refuses `collect` without a stream, and one whose output the output schema does not parse. That schema is held
 * against a list of items at run time only: while the compiler asks, it may not have looked at `collect` yet.
 */
export type CheckedStream<Returned, OutputSchema, Collected> = [Collected] extends [never]
  ? unknown
  : [Awaited<Returned>] extends [AsyncIterable<unknown>]
    ? ParsedCollection<Awaited<Collected>, OutputSchema>
    : { readonly collect: "collect is for a run that returns an async iterable" };

type ParsedCollection<Collection, OutputSchema> = [OutputSchema] extends [never]
  ? unknown
  : Collection extends InputOf<OutputSchema>
    ? unknown
    : { readonly output: "The output schema parses what collect returns" };
