import type { EventDefinition } from "@stepspan/engine";
import { refused, type WrittenOption } from "./options.ts";

/** @throws DefinitionError unless it was made with `defineEvent` */
export function readEvent(option: WrittenOption): EventDefinition {
  if (isEvent(option.value)) return option.value;
  throw refused(option, 'Give an event made with defineEvent("name", schema).');
}

function isEvent(value: unknown): value is EventDefinition {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && typeof value.name === "string" && "schema" in value && typeof value.schema === "object";
}
