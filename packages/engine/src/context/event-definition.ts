/**
 * A kind of event that steps wait for, react to and emit. Made with `defineEvent`.
 *
 * @typeParam Data what the schema makes of it, and what lambdas and waits get
 * @typeParam Given what is sent, before the schema parses it
 */
export interface EventDefinition<out Data = unknown, in Given = never> {
  readonly name: string;
  /** A schema of zod 4; null where anything goes. */
  readonly schema: object | null;
  /** Never there at run time: it only carries the types. */
  readonly "~types"?: (given: Given) => Data;
}
