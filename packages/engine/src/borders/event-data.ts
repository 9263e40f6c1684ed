import type { EventDefinition } from "../context/event-definition.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Schema } from "../plan/schema.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import { record } from "../state/record.ts";
import { parseAtBorder } from "./parse-at-border.ts";

/** Who was given an event and its data. */
export interface EventCall {
  /** In words, for the messages of errors: `context.emit of step "draft"`. */
  readonly place: string;
  /** The classes whose instances the data may hold. */
  readonly classes?: ClassRegistry | null;
}

/**
 * What an event's schema makes of its data, as a recorded copy; a promise of it only if the schema is asynchronous.
 *
 * @throws DefinitionError if `event` is not what `defineEvent` makes
 * @throws InputError, SerializationError (or rejects with them, under an asynchronous schema)
 */
export function parseEventData(event: unknown, data: unknown, call: EventCall): unknown {
  const { name, schema } = checkedEvent(event, call.place);
  const what = `The data of event "${name}"`;
  const { classes = null } = call;
  if (schema === null) return record(data, what, classes);
  const parsed = parseAtBorder(schema as Schema, data, what); // checked to be one
  if (!(parsed instanceof Promise)) return record(parsed, what, classes);
  return parsed.then((value) => record(value, what, classes));
}

/**
 * The same, where nothing can wait for a schema.
 *
 * @throws DefinitionError if the schema is asynchronous
 */
export function parseEventDataNow(event: unknown, data: unknown, call: EventCall): unknown {
  const parsed = parseEventData(event, data, call);
  if (!(parsed instanceof Promise)) return parsed;
  parsed.catch(() => undefined); // nobody waits for it
  throw new DefinitionError(
    `${call.place} got event "${checkedEvent(event, call.place).name}", whose schema is asynchronous. Check the data before, and give the event a schema without asynchronous refinements or transforms.`,
  );
}

/** @throws DefinitionError unless it is what `defineEvent` makes */
export function checkedEvent(event: unknown, place: string): EventDefinition {
  const wayOut = "Give an event as defineEvent(name, schema) makes it.";
  if (typeof event !== "object" || event === null || !("name" in event) || !("schema" in event)) {
    throw new DefinitionError(`${place} got ${describeThrown(event)} as its event. ${wayOut}`);
  }
  const { name, schema } = event;
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError(`${place} got an event with ${describeThrown(name)} as its name. ${wayOut}`);
  }
  if (schema !== null && !isSchema(schema)) {
    throw new DefinitionError(
      `${place} got event "${name}" with ${describeThrown(schema)} as its schema. Give it a schema of zod 4, or null where anything goes.`,
    );
  }
  return { name, schema };
}

/** Zod marks its schemas so. */
function isSchema(schema: unknown): schema is object {
  return typeof schema === "object" && schema !== null && "_zod" in schema;
}
