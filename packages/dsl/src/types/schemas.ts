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

/** What a body returns: with an output schema what that parses, or a promise of it. */
export type ReturnedValue<Output, OutputSchema> = [OutputSchema] extends [never]
  ? Output
  : InputOf<OutputSchema> | PromiseLike<InputOf<OutputSchema>>;

/** What the readers of a step get. */
export type ReadValue<Output, OutputSchema> = [OutputSchema] extends [never] ? Awaited<Output> : OutputOf<OutputSchema>;
