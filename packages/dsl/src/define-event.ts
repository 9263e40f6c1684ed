import { DefinitionError, type EventDefinition, type Schema } from "@stepspan/engine";
import { readSchema } from "./checks/options.ts";
import { quoted, shownValue } from "./checks/show-value.ts";
import type { InputOf, OutputOf } from "./types/schemas.ts";

/** An event whose data a schema parses; without a schema anything can be sent. */
export type EventOf<DataSchema> = [DataSchema] extends [never]
  ? EventDefinition<unknown, unknown>
  : EventDefinition<OutputOf<DataSchema>, InputOf<DataSchema>>;

/**
 * Makes a kind of event that steps wait for, react to and emit. Events are told apart by their names.
 *
 * @param schema parses the data of each such event when it is sent
 * @throws DefinitionError for an empty name, and for a schema that is none of zod 4
 */
export function defineEvent<DataSchema extends Schema = never>(name: string, schema?: DataSchema): EventOf<DataSchema> {
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError(`defineEvent() got ${shownValue(name)} as the name. Give a text that is not empty.`);
  }
  const parsedBy = readSchema({ place: `Event ${quoted(name)}`, name: "its schema", value: schema });
  const event: unknown = Object.freeze({ name, schema: parsedBy });
  return event as EventOf<DataSchema>; // the types of its data are nowhere at run time
}
