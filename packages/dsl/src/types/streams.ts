import type { InputOf } from "./schemas.ts";

/** The items of what a body streams, if it is a stream that it returns. */
export type StreamItem<Returned> = Awaited<Returned> extends AsyncIterable<infer Item> ? Item : never;

/** Refuses `collect` without a stream, and a stream that becomes what the output schema does not parse. */
export type CheckedStream<Returned, OutputSchema, Collected> = [Collected] extends [never]
  ? [OutputSchema] extends [never]
    ? unknown
    : ParsedItems<StreamItem<Returned>, InputOf<OutputSchema>>
  : [Awaited<Returned>] extends [AsyncIterable<unknown>]
    ? ParsedCollection<Awaited<Collected>, OutputSchema>
    : { readonly collect: "collect is for a run that returns an async iterable" };

type ParsedItems<Item, Parsed> = [Item] extends [never]
  ? unknown
  : Item[] extends Parsed
    ? unknown
    : { readonly output: "The output schema parses the list of the items" };

type ParsedCollection<Collection, OutputSchema> = [OutputSchema] extends [never]
  ? unknown
  : Collection extends InputOf<OutputSchema>
    ? unknown
    : { readonly output: "The output schema parses what collect returns" };
